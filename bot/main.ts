import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Beside the packages and not in the machine's temp folder, where others could write what this program then runs. */
const CACHE = fileURLToPath(new URL('../node_modules/.cache/adoption-coach', import.meta.url));

// Reading and compiling the program takes a second and more; kept, half of that. Where the folder cannot be written nothing is kept.
enableCompileCache(CACHE);
const { runMain } = await import('./runMain.ts');
process.exitCode = await runMain(process.argv.slice(2));
