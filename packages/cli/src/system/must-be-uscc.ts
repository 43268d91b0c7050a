import { Problem } from '@duixian/local';
import { isUscc } from '@duixian/values';

/** A mistyped code is said to be one, rather than to be somebody of whom nothing is known. */
export function mustBeUscc(code: string): string {
  if (isUscc(code)) return code;
  throw new Problem(
    `${code} is not a unified social credit code (统一社会信用代码) with a right check character.`,
  );
}
