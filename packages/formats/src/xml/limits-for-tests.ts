import type { XmlLimits } from './parse-xml.ts';

export const SMALL: XmlLimits = { bytes: 4096, levels: 8, elements: 50, attributes: 4, textCharacters: 200 };
