import { readFileSync } from 'node:fs';

export type CardTheme = 'light' | 'dark';

/**
 * How Teams draws cards. hostConfigLight.json and hostConfigDark.json are the Teams host configurations of the npm package
 * adaptivecards-designer 2.4.4, MIT License, copyright (c) Microsoft Corporation.
 */
export const hostConfig = (theme: CardTheme): unknown =>
  JSON.parse(readFileSync(new URL(theme === 'light' ? './hostConfigLight.json' : './hostConfigDark.json', import.meta.url), 'utf8'));
