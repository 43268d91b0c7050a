/** The office that issues the documents, as they print it. */
export type Office = {
  /** Signs letters (落款). */
  readonly name: string;
  /** Where and how to object to a list (异议受理). */
  readonly objectionsTo: string;
  /** The account that money is returned to, in words. */
  readonly returnMoneyTo: string;
};

/** The office in the words of the configuration. */
export type OfficeSettings = {
  readonly OFFICE_NAME: string;
  readonly OBJECTIONS_TO: string;
  readonly RETURN_MONEY_TO: string;
};

export function officeOf(configuration: OfficeSettings): Office {
  return {
    name: configuration.OFFICE_NAME,
    objectionsTo: configuration.OBJECTIONS_TO,
    returnMoneyTo: configuration.RETURN_MONEY_TO,
  };
}
