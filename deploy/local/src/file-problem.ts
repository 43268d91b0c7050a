import { Problem } from './problem.ts';

const REMEDIES: Record<string, (path: string) => string> = {
  EACCES: (path) =>
    `${path} may not be written by this user. Give it the right to, or choose another folder with --data.`,
  EPERM: (path) =>
    `${path} may not be written by this user. Give it the right to, or choose another folder with --data.`,
  EROFS: (path) => `${path} is on a read-only file system. Choose another folder with --data.`,
  ENOTDIR: (path) =>
    `${path} cannot be a folder: it, or a part of its path, is a file. Choose another folder with --data.`,
  EEXIST: (path) =>
    `${path} cannot be a folder: there is a file of that name. Choose another folder with --data.`,
  ENOENT: (path) =>
    `${path} cannot be created: its file system takes no folders, or it is a link to nothing. Choose another folder with --data.`,
  EISDIR: (path) => `${path} should be a file and is a folder. Move it away and start again.`,
  ENOSPC: (path) => `The disk that holds ${path} is full. Make room, or choose another folder with --data.`,
  EDQUOT: (path) => `The disk quota for ${path} is used up. Make room, or choose another folder with --data.`,
  ENAMETOOLONG: (path) => `${path} is too long for a path. Choose another folder with --data.`,
};

/** Runs work on files under `path`; an error that people can fix becomes a Problem, every other error is rethrown. */
export function withFileProblems<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asFileProblem(path, error);
  }
}

export function asFileProblem(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const remedy = code === undefined ? undefined : REMEDIES[code];
  return remedy ? new Problem(remedy(path), { cause: error }) : error;
}
