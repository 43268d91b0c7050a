import { Problem } from '@duixian/local/folder';

/** Why a file cannot be read, in words. */
export function unreadable(file: string, error: unknown): Problem {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'this user may not read it',
    EISDIR: 'it is a folder',
  };
  return new Problem(`${file} cannot be read: ${reasons[code ?? ''] ?? message}.`, { cause: error });
}
