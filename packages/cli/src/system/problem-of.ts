import { EXIT_CODES, Problem } from '@duixian/local/folder';
import { inOneLine } from '../report/lines.ts';

/** The problem of a refused request, for people. */
export async function problemOf(url: string, response: Response): Promise<Problem> {
  return problemOfAnswer(url, response.status, await response.json().catch(() => undefined));
}

/** The same for a body that was read already. */
export function problemOfAnswer(url: string, status: number, body: unknown): Problem {
  const given = (body as { detail?: unknown } | null | undefined)?.detail;
  const detail = typeof given === 'string' ? ` ${inOneLine(given)}` : '';
  if (status === 401) return new Problem(`${url} does not know this key. Give another with --key.`);
  if (status === 403) return new Problem(`This key may not do that at ${url}.${detail}`);
  if (status === 503) {
    return new Problem(
      `${url} cannot answer now.${detail} Try again in a moment; ./duixian status says more.`,
      {
        exitCode: EXIT_CODES.noAnswer,
      },
    );
  }
  return new Problem(asSentence(detail) ?? `${url} answered ${status}.`);
}

function asSentence(detail: string): string | undefined {
  const text = detail.trim();
  return text ? `${text[0]?.toUpperCase()}${text.slice(1)}${/[.!?。]$/.test(text) ? '' : '.'}` : undefined;
}

/** Why there was no answer at all. */
export function reasonOf(error: unknown): string {
  const { cause, message, name } = error as Error;
  if (name === 'TimeoutError') return 'no answer in time';
  const { code } = (cause ?? {}) as { code?: unknown };
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  return typeof code === 'string' ? code : message;
}
