import type { IncomingMessage, ServerResponse } from 'node:http';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, TeamsActivityHandler } from 'botbuilder';
import { createServer, plugins } from 'restify';

/** The least a bot of the same SDK can do: no token, no database, one small card for every press. Until SIGTERM. */
class EchoBot extends TeamsActivityHandler {
  protected override async onInvokeActivity() {
    return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: CARD } };
  }
}

const CARD = { type: 'AdaptiveCard', version: '1.5', fallbackText: 'Echo', body: [{ type: 'TextBlock', text: 'Echo', wrap: true }] };

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new EchoBot();
const server = createServer();
server.use(plugins.bodyParser());
server.post('/api/messages', async (request: IncomingMessage, response: ServerResponse) => {
  // restify's request and response are what the SDK asks for; their published types only come near each other.
  await adapter.process(request as never, response as never, (context) => bot.run(context));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`ready ${server.address().port}\n`));
process.once('SIGTERM', () => {
  server.server.closeAllConnections();
  server.close();
});
