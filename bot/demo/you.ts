import { type PersonId, personId, type TenantId, tenantId } from '../../src/domain/ids.ts';

/** Somebody the Playground knows: its users are named by their Entra object ids. */
export interface PlaygroundUser {
  readonly personId: PersonId;
  readonly givenName: string;
  readonly surname: string;
}

/** The demo's company, Contoso. Fixed, so that a restart finds what the last one stored. */
export const DEMO_TENANT: TenantId = tenantId('5f0f7b7e-3c1a-4d52-8a6e-2b9d4c7e1f10');

/** Everybody else in the sample tenant is made up from this. */
export const DEMO_SEED = 'contoso';

/** How many accounts the demo's company has. */
export const DEMO_PEOPLE = 200;

/** The bot's id as Teams writes it, `28:` and the app's id. */
export const DEMO_BOT_ID = '28:2c6e1f7a-9b3d-4e58-a1c4-7d0f5b8e6a21';

/** Who you are in the demo: Robin, an account manager in Sales who lives in chat and stays out of channels. */
export const YOU: PlaygroundUser = { personId: personId('8f14e45f-ceea-4e7a-9c3b-1d2f6a7b8c90'), givenName: 'Robin', surname: 'Park' };

/** The Playground wants exactly five more; they only fill its group chat. */
export const OTHERS: readonly PlaygroundUser[] = [
  other('a1d0c6e8-0001-4f1b-8c2d-3e4f5a6b7c81', 'Amina', 'Okafor'),
  other('a1d0c6e8-0002-4f1b-8c2d-3e4f5a6b7c82', 'Jonas', 'Adler'),
  other('a1d0c6e8-0003-4f1b-8c2d-3e4f5a6b7c83', 'Kavya', 'Menon'),
  other('a1d0c6e8-0004-4f1b-8c2d-3e4f5a6b7c84', 'Lucas', 'Delorme'),
  other('a1d0c6e8-0005-4f1b-8c2d-3e4f5a6b7c85', 'Yumi', 'Tanabe'),
];

function other(id: string, givenName: string, surname: string): PlaygroundUser {
  return { personId: personId(id), givenName, surname };
}

/** The address of a user, as the sample tenant writes it. */
export function addressOf(user: PlaygroundUser): string {
  return `${user.givenName}.${user.surname}@contoso.example`.toLowerCase();
}

/** The demo's own data folder, below the folder it is started in. */
export const DEMO_FOLDER = './data/demo';
