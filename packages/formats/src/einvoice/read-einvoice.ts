import { type Day, type Fen, isDay, isUscc, LIMITS } from '@duixian/values';
import { fenOfYuan } from '../exact-amount.ts';
import { fileFault, shown } from '../file-fault.ts';
import type { FileFault, Reading } from '../reading.ts';
import type { XmlLimits } from '../xml/parse-xml.ts';
import { readXmlTree } from '../xml/read-xml.ts';
import { elementAt, elementsAt, textAt, type XmlElement } from '../xml/xml-element.ts';
import type { Einvoice, InvoiceParty } from './einvoice.ts';

const EINVOICE_FILE: XmlLimits = {
  bytes: LIMITS.einvoiceBytes.most,
  levels: LIMITS.einvoiceLevels.most,
  elements: LIMITS.xmlElements.most,
  attributes: LIMITS.xmlAttributes.most,
  textCharacters: LIMITS.xmlTextCharacters.most,
};
const BASIC = 'EInvoiceData/BasicInformation';
const AMOUNTS = ['TotalAmWithoutTax', 'TotalTaxAm', 'TotalTax-includedAmount'] as const;
const COLOUR = 'Header/InherentLabel/InIssuType/LabelCode';
const NUMBER = 'TaxSupervisionInfo/InvoiceNumber';
/** In a remark [assumed]: no field for it was seen. */
const BLUE_NUMBER = /被红冲蓝字\D{0,20}号码\s*[：:]\s*(\d{20})(?!\d)/;

/** Each of these must be in the file once: of two, nobody knows which one counts. */
const ONCE = [
  NUMBER,
  'Header/EIid',
  COLOUR,
  'TaxSupervisionInfo/IssueTime',
  ...['Seller', 'Buyer'].flatMap((side) =>
    ['IdNum', 'Name'].map((part) => `EInvoiceData/${side}Information/${side}${part}`),
  ),
  ...AMOUNTS.map((name) => `${BASIC}/${name}`),
];

/** One 数电票 as XML. Whether it is authentic is not checked here: the tax bureau alone can say. */
export function readEinvoice(bytes: Uint8Array): Reading<Einvoice> {
  const read = readXmlTree(bytes, EINVOICE_FILE);
  if ('fault' in read) return { items: [], faults: [read.fault], warnings: [] };
  const { root } = read;
  if (root.name !== 'EInvoice') {
    const message = `the root is ${shown(root.name)}; right is EInvoice, the XML of a 数电票`;
    return {
      items: [],
      faults: [fileFault('wrong-kind-of-file', message, { line: root.line })],
      warnings: [],
    };
  }
  const faults = ONCE.flatMap((path) => onceFaults(root, path));
  const note: Note = (path, message, code = 'bad-field') => {
    const { line } = elementAt(root, path) ?? root;
    const place = `EInvoice/${path}`;
    // What is not there once is a fault already.
    if (!faults.some((fault) => fault.place === place))
      faults.push(fileFault(code, `line ${line}, ${lastOf(path)}: ${message}`, { line, place }));
  };
  const [number, issuedOn, isRed] = [numberOf(root, note), dayOf(root, note), colourOf(root, note)];
  const [seller, buyer] = [partyOf(root, 'Seller', note), partyOf(root, 'Buyer', note)];
  const amountFen = amountOf(root, isRed, note);
  if (faults.length > 0) return { items: [], faults, warnings: [] };
  const remark = textAt(root, 'EInvoiceData/AdditionalInformation/Remark');
  const blueNumber = isRed ? BLUE_NUMBER.exec(remark)?.[1] : undefined;
  const items = elementsAt(root, 'EInvoiceData/IssuItemInformation').map((item) => ({
    name: textAt(item, 'ItemName'),
    classificationCode: textAt(item, 'TaxClassificationCode'),
  }));
  const invoice = { number, isRed, blueNumber, issuedOn, seller, buyer, amountFen, items };
  return { items: [invoice], faults: [], warnings: [] };
}

type Note = (path: string, message: string, code?: FileFault['code']) => void;

function onceFaults(root: XmlElement, path: string): FileFault[] {
  const found = elementsAt(root, path);
  if (found.length === 1 && found[0]?.text.trim() !== '') return [];
  const line = found[1]?.line ?? found[0]?.line ?? root.line;
  const place = `EInvoice/${path}`;
  return found.length > 1
    ? [
        fileFault('bad-field', `line ${line}, ${lastOf(path)}: it occurs ${found.length} times`, {
          line,
          place,
        }),
      ]
    : [fileFault('missing-field', `${lastOf(path)} is missing or empty`, { line, place })];
}

function numberOf(root: XmlElement, note: Note): string {
  const number = textAt(root, NUMBER);
  if (!/^\d{20}$/.test(number)) note(NUMBER, `it is ${shown(number)}; right are the 20 digits of a 数电票`);
  if (textAt(root, 'Header/EIid') !== number) note('Header/EIid', 'it is not the number of the invoice');
  return number;
}

/** A day, or a time whose day counts. */
function dayOf(root: XmlElement, note: Note): Day {
  const path = 'TaxSupervisionInfo/IssueTime';
  const text = textAt(root, path);
  const [day = '', clock] = text.split(/[ T]/);
  const isRight = isDay(day) && (clock === undefined || /^\d{2}:\d{2}(:\d{2})?/.test(clock));
  if (!isRight) note(path, `it is ${shown(text)}; right is a day as YYYY-MM-DD`);
  return day;
}

function colourOf(root: XmlElement, note: Note): boolean {
  const code = textAt(root, COLOUR);
  if (code !== 'Y' && code !== 'N') note(COLOUR, `it is ${shown(code)}; right is Y (蓝字) or N (红字)`);
  return code === 'N';
}

/** A number that is no USCC may be that of a person, so it is not repeated. */
function partyOf(root: XmlElement, side: 'Seller' | 'Buyer', note: Note): InvoiceParty {
  const path = `EInvoiceData/${side}Information/${side}`;
  const [uscc, name] = [textAt(root, `${path}IdNum`), textAt(root, `${path}Name`)];
  if (!isUscc(uscc))
    note(
      `${path}IdNum`,
      'it is no unified social credit code with its right check character; it is not repeated here',
    );
  return { uscc, name };
}

function amountOf(root: XmlElement, isRed: boolean, note: Note): Fen {
  const amounts = AMOUNTS.map((name) => {
    const text = textAt(root, `${BASIC}/${name}`);
    const fen = fenOfYuan(text);
    const isRight = fen !== undefined && (isRed ? fen <= 0n : fen >= 0n);
    if (!isRight)
      note(
        `${BASIC}/${name}`,
        `it is ${shown(text)}; right is yuan ${isRed ? 'below' : 'above'} zero, such as 26000.00`,
      );
    return isRight ? fen : undefined;
  });
  const [withoutTax, tax, total] = amounts;
  const path = `${BASIC}/${AMOUNTS[2]}`;
  if (withoutTax === undefined || tax === undefined || total === undefined) return 0n;
  if (withoutTax + tax !== total)
    note(path, `${withoutTax} fen and a tax of ${tax} fen are not ${total} fen`, 'does-not-add-up');
  if (total === 0n) note(path, 'it is nothing');
  return total;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
