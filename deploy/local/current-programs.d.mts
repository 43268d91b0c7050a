export function programsFolder(root: string): string;
export function newestFile(root: string): string;
export function currentPrograms(root: string): string | undefined;
export function stampOf(root: string, path: string): string;
