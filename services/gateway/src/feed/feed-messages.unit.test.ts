import { expect, it } from '@jest/globals';
import { feedMessages, type Time } from './feed-messages.ts';

type Page = { events: { cursor: string; eventJson: Buffer }[]; cursor: string; hasMore: boolean };

/** A second of it takes no time. */
function quick(): Time {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

function reading(pages: Record<string, Page>) {
  const asked: string[] = [];
  const read = async (after: string): Promise<Page> => {
    asked.push(after);
    return pages[after] ?? { events: [], cursor: after, hasMore: false };
  };
  return { asked, read };
}

const event = (cursor: string) => ({ cursor, eventJson: Buffer.from(`{"id":"${cursor}"}`) });

it('has each event under its cursor, and goes on after what was read', async () => {
  const { read, asked } = reading({
    now: { events: [], cursor: 'b', hasMore: false },
    b: { events: [event('c'), event('d')], cursor: 'd', hasMore: true },
    d: { events: [event('e')], cursor: 'f', hasMore: false },
  });
  const messages = feedMessages('now', read, quick());
  const found: unknown[] = [];
  for (let count = 0; count < 4; count += 1) found.push((await messages.next()).value);
  expect(found).toEqual([
    ': duixian\nretry: 2000\nid: b\n\n',
    'id: c\ndata: {"id":"c"}\n\n',
    'id: d\ndata: {"id":"d"}\n\n',
    'id: e\ndata: {"id":"e"}\n\n',
  ]);
  expect(asked).toEqual(['now', 'b', 'd']);
});

it('ends where its reader may read no more, and sends nothing that was read by then', async () => {
  const pages = [{ events: [event('b')], cursor: 'b', hasMore: false }, undefined];
  const messages: string[] = [];
  for await (const message of feedMessages('a', async () => pages.shift(), quick())) messages.push(message);
  expect(messages).toEqual([': duixian\nretry: 2000\nid: a\n\n', 'id: b\ndata: {"id":"b"}\n\n']);
  const none: string[] = [];
  for await (const message of feedMessages('a', async () => undefined, quick())) none.push(message);
  expect(none).toEqual([]);
});

it('says every 15 seconds that it is still there, and ends after an hour', async () => {
  const { read } = reading({});
  const comments: string[] = [];
  for await (const message of feedMessages('a', read, quick())) comments.push(message);
  expect(comments.slice(0, 2)).toEqual([': duixian\nretry: 2000\nid: a\n\n', ': still here\n\n']);
  expect(comments).toHaveLength(3_600 / 15);
});
