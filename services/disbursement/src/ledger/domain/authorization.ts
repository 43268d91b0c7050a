/** Who does something, when, and on what paper. */
export interface Authorization {
  readonly by: string;
  readonly at: Date;
  readonly document: string;
}
