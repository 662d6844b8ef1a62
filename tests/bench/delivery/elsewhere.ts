import { writeFileSync } from 'node:fs';
import { type HardConnectorOptions, hardConnector } from '../../support/hardConnector.ts';

/** `elsewhere.ts OPTIONS-JSON RECORD-FILE`: the connector as a process of its own until SIGTERM; then it writes down what it saw. */
const [options = '', recordPath = ''] = process.argv.slice(2);
const connector = await hardConnector(JSON.parse(options) as HardConnectorOptions);
process.stdout.write(`ready ${connector.urlOf('TENANT')}\n`);
process.once('SIGTERM', () => {
  writeFileSync(recordPath, JSON.stringify(connector.seen));
  void connector.close();
});
