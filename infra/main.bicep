// The bot's registration and the container that runs it. The database is made elsewhere and named by its address.
// az deployment group create -g <group> -f infra/main.bicep -p name=adoption-coach image=<image> databaseUrl=<address>

@description('Name of the container app and prefix of everything else.')
@minLength(2)
@maxLength(32)
param name string

param location string = resourceGroup().location

@description('The image, with its registry and tag.')
param image string

@description('Registry the bot\'s identity may pull from (role AcrPull). Empty for a public image.')
param registryServer string = ''

@description('Address of the PostgreSQL database, with user and password.')
@secure()
param databaseUrl string

@description('The Teams app\'s own id from its manifest.')
param teamsAppId string = ''

@description('App registration that reads Graph. Empty: a managed identity made here does.')
param graphClientId string = ''

@description('Secret of that app registration.')
@secure()
param graphClientSecret string = ''

@description('IANA name of the time zone where a person\'s own is not known.')
param defaultZone string = 'UTC'

@description('Processes that share the work. Never 0: planned messages would wait for a visitor.')
@minValue(1)
@maxValue(4)
param replicas int = 1

// Two identities: whoever holds a token of the bot must not be able to read Graph, and the other way round.
resource botIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

resource graphIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-graph'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
  }
}

resource appEnvironment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-env'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
  }
}

var publicUrl = 'https://${name}.${appEnvironment.properties.defaultDomain}'
var hasGraphSecret = !empty(graphClientSecret)

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${botIdentity.id}': {}
      '${graphIdentity.id}': {}
    }
  }
  properties: {
    environmentId: appEnvironment.id
    configuration: {
      ingress: {
        external: true
        targetPort: 3978
        allowInsecure: false
      }
      registries: empty(registryServer) ? [] : [{ server: registryServer, identity: botIdentity.id }]
      secrets: concat(
        [{ name: 'database-url', value: databaseUrl }],
        hasGraphSecret ? [{ name: 'graph-client-secret', value: graphClientSecret }] : []
      )
    }
    template: {
      containers: [
        {
          name: 'bot'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: concat(
            [
              { name: 'PUBLIC_URL', value: publicUrl }
              { name: 'DATABASE_URL', secretRef: 'database-url' }
              { name: 'MIGRATE_ON_START', value: 'true' }
              { name: 'MicrosoftAppType', value: 'UserAssignedMSI' }
              { name: 'MicrosoftAppId', value: botIdentity.properties.clientId }
              { name: 'MicrosoftAppTenantId', value: tenant().tenantId }
              { name: 'TENANT_ID', value: tenant().tenantId }
              { name: 'GRAPH_CLIENT_ID', value: empty(graphClientId) ? graphIdentity.properties.clientId : graphClientId }
              { name: 'TEAMS_APP_ID', value: teamsAppId }
              { name: 'DEFAULT_ZONE', value: defaultZone }
            ],
            hasGraphSecret ? [{ name: 'GRAPH_CLIENT_SECRET', secretRef: 'graph-client-secret' }] : []
          )
          probes: [
            { type: 'Liveness', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 30 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 3978 }, periodSeconds: 10 }
            { type: 'Startup', httpGet: { path: '/healthz', port: 3978 }, periodSeconds: 5, failureThreshold: 24 }
          ]
        }
      ]
      scale: { minReplicas: replicas, maxReplicas: replicas }
      terminationGracePeriodSeconds: 30
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: 'Adoption Coach'
    endpoint: '${publicUrl}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: botIdentity.properties.clientId
    msaAppTenantId: tenant().tenantId
    msaAppMSIResourceId: botIdentity.id
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: { isEnabled: true }
  }
}

@description('PUBLIC_URL of the app package.')
output publicUrl string = publicUrl

@description('MicrosoftAppId of the app package.')
output botId string = botIdentity.properties.clientId

@description('Object id that gets the Graph permissions when no app registration was named.')
output graphPrincipalId string = graphIdentity.properties.principalId
