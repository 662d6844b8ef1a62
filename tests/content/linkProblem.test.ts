import { expect } from 'chai';
import { linkProblem } from '../../src/content/linkProblem.ts';

describe('a link of a tip', () => {
  const sound: readonly string[] = [
    'https://teams.microsoft.com/',
    'https://support.microsoft.com/office/some-page',
    'https://teams.microsoft.com/l/meeting/new',
    'https://teams.microsoft.com/l/meeting/new?subject=Ten%20minutes&content=Agenda%3A',
    'https://teams.microsoft.com/l/chat/0/0?users=joe@contoso.com&message=Hello%20Joe',
    'https://teams.microsoft.com/l/call/0/0?users=joe@contoso.com&withVideo=true',
    'https://teams.microsoft.com/l/channel/19%3Aabc%40thread.tacv2/General?groupId=1&tenantId=2',
    'https://teams.microsoft.com/l/team/19%3Aabc%40thread.tacv2/conversations?groupId=1&tenantId=2',
    'msteams://teams.microsoft.com/l/meeting/new?subject=Hello',
  ];
  for (const link of sound) it(`may be ${link}`, () => expect(linkProblem(link)).to.equal(undefined));

  const faulty: readonly (readonly [link: string, problem: RegExp])[] = [
    ['teams.microsoft.com', /expected an address/],
    ['http://teams.microsoft.com/', /expected https or msteams/],
    ['javascript:alert(1)', /expected https or msteams/],
    ['https://joe:secret@support.microsoft.com/', /no user name or password/],
    ['msteams://example.com/l/meeting/new', /got host "example.com"/],
    ['https://teams.microsoft.com/l/meeting/create', /documented Teams deep link/],
    ['https://teams.microsoft.com/l/meeting/new?subject=Ten+minutes', /spaces as %20/],
    ['https://teams.microsoft.com/l/meeting/new?title=Hello', /got title/],
    ['https://teams.microsoft.com/l/chat/0/0?users=&message=Hello', /a value for users/],
    ['https://teams.microsoft.com/l/call/0/0', /a value for users/],
    [`https://support.microsoft.com/${'x'.repeat(1900)}`, /at most 1900 characters/],
  ];
  for (const [link, problem] of faulty) it(`may not be ${link.slice(0, 80)}`, () => expect(linkProblem(link)).to.match(problem));
});
