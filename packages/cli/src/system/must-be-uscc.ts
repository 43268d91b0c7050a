import { Problem } from '@duixian/local/folder';
import { isUscc } from '@duixian/values';

/** A mistyped code is reported as such; otherwise it would look like an entity without records. */
export function mustBeUscc(code: string): string {
  if (isUscc(code)) return code;
  throw new Problem(
    `${code} is not a unified social credit code (统一社会信用代码) with a right check character.`,
  );
}
