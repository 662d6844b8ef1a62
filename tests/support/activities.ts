export const TENANT = '5f0f7b7e-1111-4222-8333-0123456789ab';
export const PERSON = '22222222-2222-4222-8222-222222222222';
export const BOT = '28:00001111-aaaa-2222-bbbb-3333cccc4444';
export const SERVICE_URL = 'http://127.0.0.1:9/_connector';

export type Json = Readonly<Record<string, unknown>>;

/** An activity as Teams sends it from a personal chat; `more` replaces whole fields. */
export const activity = (more: Json = {}): Json => ({
  type: 'message',
  id: '1732179600000',
  timestamp: '2026-11-21T09:00:00.000Z',
  localTimestamp: '2026-11-21T10:00:00.000+01:00',
  channelId: 'msteams',
  serviceUrl: SERVICE_URL,
  from: { id: '29:synthetic-user', name: 'Sample Person', aadObjectId: PERSON },
  recipient: { id: BOT, name: 'Adoption Coach' },
  conversation: { id: 'a:personal', conversationType: 'personal', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  ...more,
});

/** A press of Action.Execute, on the message `replyToId`. */
export const execute = (data: Json, more: Json = {}): Json =>
  activity({
    type: 'invoke',
    name: 'adaptiveCard/action',
    id: 'f:622749630322482883',
    replyToId: '1732179600999',
    value: { action: { type: 'Action.Execute', verb: data['verb'], data }, trigger: 'manual' },
    ...more,
  });

/** The same press where only Action.Submit is known. */
export const submit = (data: Json, more: Json = {}): Json => activity({ id: 'f:6227', replyToId: '1732179600999', value: data, ...more });

export const inChannel = (more: Json = {}): Json =>
  activity({ conversation: { id: '19:channel@thread.tacv2;messageid=1', conversationType: 'channel', isGroup: true, tenantId: TENANT }, ...more });
