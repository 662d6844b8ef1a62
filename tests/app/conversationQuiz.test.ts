import { expect } from 'chai';
import { deliveryId, type PersonId } from '../../src/domain/ids.ts';
import type { ItemId } from '../../src/domain/item.ts';
import type { Message } from '../../src/domain/message.ts';
import { DAY_MS } from '../../src/domain/time.ts';
import { onEveryEngine } from '../support/databases.ts';
import { FAST, type TestEngine, testEngine, USES_NOTHING } from '../support/engine.ts';

type Question = Extract<Message, { kind: 'question' }>;

onEveryEngine('a quiz', (tenant) => {
  let engine: TestEngine;
  let person: PersonId;
  const say = (intent: Parameters<TestEngine['conversation']['answer']>[1], who = person): Promise<Message> =>
    engine.conversation.answer(engine.speaker(who), intent);
  const as = <Kind extends Message['kind']>(message: Message, kind: Kind): Extract<Message, { kind: Kind }> => {
    if (message.kind !== kind) throw new Error(`expected ${kind}, got ${message.kind}`);
    return message as Extract<Message, { kind: Kind }>;
  };
  const quiz = async (): Promise<Question> => as(await say({ kind: 'quiz' }), 'question');
  const answer = (asked: Question, isRight: boolean, who = person): Promise<Message> =>
    say({ kind: 'answer-question', delivery: asked.delivery, question: asked.question.id, place: isRight ? 0 : 1 }, who);
  const next = (asked: Question): Promise<Message> => say({ kind: 'next-question', delivery: asked.delivery, question: asked.question.id });
  const reviews = async () => (await engine.db.stores.reviews.of([person])).get(person) ?? new Map();

  beforeEach(async () => {
    engine = testEngine(await tenant(FAST));
    person = engine.hire(USES_NOTHING);
    await engine.cycle();
  });

  it('asks five questions at most, what is missing first, none of an app without a licence or a lesson not seen', async () => {
    const asked: string[] = [];
    let message: Message = await quiz();
    while (message.kind === 'question') {
      expect(message).to.include({ number: asked.length + 1, of: 5 });
      asked.push(message.question.id);
      message = await next(message);
    }
    expect(asked).to.deep.equal(['q-meetings', 'q-attended', 'q-chats', 'q-posts-1', 'q-replies']);
    expect(message.kind).to.equal('no-question');
  });

  it('explains an answer, says when it comes again, and goes on', async () => {
    const first = await quiz();
    const wrong = as(await answer(first, false), 'question-answered');
    expect(wrong).to.deep.include({ isRight: false, againOn: '2026-11-25', hasNext: true });
    expect([wrong.chosen?.why, wrong.right.why]).to.deep.equal(['Because it is otherwise.', 'Because it is so.']);
    const second = as(await next(first), 'question');
    expect(as(await answer(second, true), 'question-answered')).to.deep.include({ isRight: true, againOn: '2026-11-28' });
    expect((await reviews()).size).to.equal(2);
  });

  it('shows one person the same order of options whenever the card is drawn', async () => {
    const first = await quiz();
    const again = as(await say({ kind: 'answer-question', delivery: first.delivery, question: first.question.id, place: undefined }), 'question');
    expect(again).to.deep.equal(first);
  });

  it('counts the first answer of a card only, at the same moment too', async () => {
    const asked = await quiz();
    const both = await Promise.all([answer(asked, true), answer(asked, false)]);
    const counted = both.map((message) => as(message, 'question-answered').isRight);
    expect(counted[0], 'both cards say what counts').to.equal(counted[1]);
    expect((await reviews()).get(asked.question.id)).to.include({ answers: 1 });
    const later = as(await answer(asked, !counted[0]), 'question-answered');
    expect(later).to.deep.include({ isRight: counted[0], chosen: undefined });
  });

  it('counts answers in two sittings at the same moment both', async () => {
    const [one, other] = [await quiz(), await quiz()];
    await Promise.all([answer(one, true), answer(other, true)]);
    expect((await reviews()).get(one.question.id)).to.include({ answers: 2 });
  });

  it('asks what is due before what is new, and nothing a second time before it is due', async () => {
    const first = await quiz();
    await answer(first, false);
    expect((await quiz()).question.id).to.not.equal(first.question.id);
    engine.move(DAY_MS);
    expect((await quiz()).question.id).to.equal(first.question.id);
  });

  it('takes no answer to a card of somebody else, to another question, to an option that is not there', async () => {
    const asked = await quiz();
    const of = { delivery: asked.delivery, question: asked.question.id };
    const stranger = engine.hire(USES_NOTHING);
    const gone: readonly (readonly [Parameters<typeof say>[0], PersonId])[] = [
      [{ kind: 'answer-question', ...of, place: 0 }, stranger],
      [{ kind: 'answer-question', ...of, question: 'q-calls', place: 0 }, person],
      [{ kind: 'answer-question', ...of, question: 'constructor', place: 0 }, person],
      [{ kind: 'answer-question', ...of, place: 7 }, person],
      [{ kind: 'next-question', ...of }, stranger],
      [{ kind: 'did-it', delivery: asked.delivery }, person],
      [{ kind: 'lesson-question', delivery: asked.delivery }, person],
      [{ kind: 'answer-question', ...of, delivery: deliveryId('00000000-0000-4000-8000-00000000dead'), place: 0 }, person],
    ];
    for (const [intent, who] of gone) expect(await say(intent, who), intent.kind).to.deep.equal({ kind: 'card-gone' });
    expect((await reviews()).size).to.equal(0);
  });

  it('teaches a lesson once and asks its question', async () => {
    const lesson = as(await say({ kind: 'lesson' }), 'lesson');
    expect(lesson.lesson.id).to.equal('lesson-posts');
    const asked = as(await say({ kind: 'lesson-question', delivery: lesson.delivery }), 'question');
    expect(asked).to.deep.include({ number: 1, of: 1 });
    expect(asked.question.id).to.equal('q-posts-2');
    expect(await say({ kind: 'lesson' })).to.deep.equal({ kind: 'no-lesson' });
  });

  it('takes "I know this already" as a wish to be asked about the topic', async () => {
    const lesson = as(await say({ kind: 'lesson' }), 'lesson');
    const asked = as(await say({ kind: 'knows-already', delivery: lesson.delivery }), 'question');
    expect(asked.of).to.equal(2);
    expect(asked.question.id).to.equal('q-posts-1');
    expect(as(await next(asked), 'question').question.id).to.equal('q-posts-2');
  });

  it('says when the next question is due once everything was answered', async () => {
    for (let message: Message = await quiz(); message.kind === 'question'; message = await say({ kind: 'quiz' })) await answer(message, true);
    expect(await say({ kind: 'quiz' })).to.deep.equal({ kind: 'no-question', nextOn: '2026-11-28', hasLesson: true });
  });

  it('leaves no answer behind when the person has their data deleted', async () => {
    const asked = await quiz();
    await answer(asked, true);
    await say({ kind: 'confirm-delete' });
    expect((await reviews()).size).to.equal(0);
    expect(await answer(asked, true)).to.deep.equal({ kind: 'contact-again' });
  });

  it('rides along on the weekly card when it is due, counts once, and counts as an answer to the card', async () => {
    const asked = await quiz();
    await answer(asked, true);
    await engine.arm();
    engine.move(4 * DAY_MS);
    const before = await engine.cycle({ sendsNow: true });
    expect(before.delivery.sent).to.equal(1);
    const weekly = async () => ((await engine.db.stores.deliveries.pastOf([person])).get(person) ?? []).find(({ errand }) => errand.kind === 'tip');
    const card = await weekly();
    if (card === undefined) throw new Error('no weekly card');
    expect(card).to.deep.include({ wasAnswered: false });
    expect(card.errand).to.include({ question: asked.question.id });
    const press = (place: number | undefined, who = person) =>
      say({ kind: 'answer-question', delivery: card.id, question: asked.question.id, place }, who);
    expect(await press(undefined)).to.deep.include({ kind: 'question', number: 1, of: 1, back: card.id });
    expect(as(await press(0), 'question-answered')).to.deep.include({ isRight: true, hasNext: false, back: card.id });
    expect(as(await press(1), 'question-answered')).to.deep.include({ isRight: true, chosen: undefined });
    expect((await reviews()).get(asked.question.id)).to.include({ answers: 2 });
    expect((await weekly())?.wasAnswered).to.equal(true);
    const back = as(await say({ kind: 'back', delivery: card.id }), 'tip');
    expect(back.question?.id).to.equal(asked.question.id);
    const other = 'q-calls';
    expect(await say({ kind: 'answer-question', delivery: card.id, question: other, place: 0 })).to.deep.equal({ kind: 'card-gone' });
  });

  it('does not take a sitting for a message that needs an answer or uses up the week', async () => {
    await quiz();
    await engine.arm();
    expect((await engine.cycle({ sendsNow: true })).delivery.sent).to.equal(1);
    const past = (await engine.db.stores.deliveries.pastOf([person])).get(person) ?? [];
    expect(past.map(({ errand }) => errand.kind).sort()).to.deep.equal(['asked-quiz', 'tip']);
    const [quizzed] = past.filter(({ errand }) => errand.kind === 'asked-quiz');
    expect(quizzed?.errand).to.deep.equal({
      kind: 'asked-quiz',
      questions: ['q-meetings', 'q-attended', 'q-chats', 'q-posts-1', 'q-replies'] as ItemId[],
    });
  });
});
