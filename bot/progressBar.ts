import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { Progress, ProgressStep } from '../src/ports/system.ts';

/** Steps with bars on standard error where somebody watches; one line a step where nobody does. */
export function progressBar(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? bars(stream) : lines(stream);
}

/** Says nothing: for `--json` and work nobody watches. */
export const silentProgress: Progress = { step: () => ({ add: () => undefined, done: () => undefined }) };

function lines(stream: NodeJS.WriteStream): Progress {
  return {
    step: (name) => ({ add: () => undefined, done: (summary) => void stream.write(`${name.padEnd(NAME_WIDTH)} ${summary}\n`) }),
  };
}

const NAME_WIDTH = 12;

function bars(stream: NodeJS.WriteStream): Progress {
  return {
    step: (name, total): ProgressStep => {
      const format = total === undefined ? `${name.padEnd(NAME_WIDTH)} {value} …` : `${name.padEnd(NAME_WIDTH)} {bar} {value} of {total}`;
      const all = new MultiBar({ stream, format, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10 }, Presets.shades_classic);
      const bar: SingleBar = all.create(total ?? 0, 0);
      let seen = 0;
      return {
        add: (count) => {
          seen += count;
          if (total === undefined || seen > total) bar.setTotal(seen);
          bar.update(seen);
        },
        done: (summary) => {
          all.remove(bar);
          all.stop();
          stream.write(`${name.padEnd(NAME_WIDTH)} ${summary}\n`);
        },
      };
    },
  };
}
