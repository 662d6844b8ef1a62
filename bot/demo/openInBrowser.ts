import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The machine a browser is to be opened on. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens `url` in the person's browser when there is a desktop to open it on, and says whether it tried. Never fails: without a
 * browser the address on the screen is enough.
 */
export function openInBrowser(url: string, desktop: Desktop = { platform: process.platform, environment: process.env }): boolean {
  const opener = openerOf(desktop);
  if (opener === undefined) return false;
  const [command, ...args] = opener;
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  // The program may be there and still not start; the screen says where to click in any case.
  child.on('error', () => undefined);
  child.unref();
  return true;
}

/** The command that opens an address here, or undefined: no screen, a build machine, a session from afar, no opener. */
export function openerOf({ platform, environment }: Desktop): readonly [command: string, ...args: string[]] | undefined {
  if (environment['CI'] !== undefined || environment['SSH_CONNECTION'] !== undefined) return undefined;
  switch (platform) {
    case 'darwin':
      return ['open'];
    case 'win32':
      // `start` belongs to cmd and takes its first quoted argument for a window title.
      return ['cmd', '/c', 'start', ''];
    default: {
      const hasScreen = Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
      return hasScreen && isOnPath('xdg-open', environment['PATH'] ?? '') ? ['xdg-open'] : undefined;
    }
  }
}

function isOnPath(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => folder !== '' && isExecutable(join(folder, program)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
