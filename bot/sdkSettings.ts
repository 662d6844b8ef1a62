import type { TenantId } from '../src/domain/ids.ts';
import type { SdkSettings } from './adoptionBot.ts';

/** What the SDK goes by in a cloud when nothing is set. Once one of them is set it forgets the others, so they are given together. */
type Cloud = Readonly<Record<(typeof CUSTOMIZED)[number] | 'OAuthUrl' | 'ToBotFromEmulatorOpenIdMetadataUrl', string>>;

const CUSTOMIZED = [
  'ToChannelFromBotLoginUrl',
  'ToChannelFromBotOAuthScope',
  'ToBotFromChannelTokenIssuer',
  'ToBotFromChannelOpenIdMetadataUrl',
] as const;

// botframework-connector, authenticationConstants and governmentConstants.
const PUBLIC_CLOUD: Cloud = {
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
  ToChannelFromBotOAuthScope: 'https://api.botframework.com',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
  ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  OAuthUrl: 'https://api.botframework.com',
  ToBotFromEmulatorOpenIdMetadataUrl: 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
};
const GOVERNMENT_CLOUD: Cloud = {
  ToChannelFromBotLoginUrl: 'https://login.microsoftonline.us/MicrosoftServices.onmicrosoft.us',
  ToChannelFromBotOAuthScope: 'https://api.botframework.us',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.us',
  ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  OAuthUrl: 'https://api.botframework.azure.us',
  ToBotFromEmulatorOpenIdMetadataUrl: 'https://login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0/.well-known/openid-configuration',
};

/** The settings the SDK takes, by its own names. */
export interface BotSettings {
  readonly MicrosoftAppType: string;
  readonly MicrosoftAppId?: string | undefined;
  readonly MicrosoftAppPassword?: string | undefined;
  readonly MicrosoftAppTenantId?: string | undefined;
  readonly ChannelService?: string | undefined;
  readonly BotOpenIdMetadata?: string | undefined;
  readonly ToBotFromChannelTokenIssuer?: string | undefined;
  readonly ToBotFromChannelOpenIdMetadataUrl?: string | undefined;
  readonly ToChannelFromBotLoginUrl?: string | undefined;
  readonly ToChannelFromBotOAuthScope?: string | undefined;
}

/** The bot's settings for the SDK; none without an app id. Setting one address keeps the usual ones of the cloud for the others. */
export function sdkSettings(config: BotSettings, tenantId: TenantId): SdkSettings {
  if (config.MicrosoftAppId === undefined) return {};
  const given = {
    ToChannelFromBotLoginUrl: config.ToChannelFromBotLoginUrl,
    ToChannelFromBotOAuthScope: config.ToChannelFromBotOAuthScope,
    ToBotFromChannelTokenIssuer: config.ToBotFromChannelTokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: config.ToBotFromChannelOpenIdMetadataUrl ?? config.BotOpenIdMetadata,
  };
  const own = Object.entries(given).filter(([, value]) => value !== undefined);
  const cloud = config.ChannelService === undefined ? PUBLIC_CLOUD : GOVERNMENT_CLOUD;
  return {
    MicrosoftAppType: config.MicrosoftAppType,
    MicrosoftAppId: config.MicrosoftAppId,
    MicrosoftAppPassword: config.MicrosoftAppPassword,
    MicrosoftAppTenantId: config.MicrosoftAppTenantId ?? tenantId,
    ChannelService: config.ChannelService,
    ...(own.length === 0 ? {} : { ValidateAuthority: 'true', ...cloud, ...Object.fromEntries(own) }),
  };
}
