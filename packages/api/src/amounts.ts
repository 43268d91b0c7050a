import { z } from 'zod';

export const fen = z.int().describe('Integer fen (分, 1/100 yuan).');

export const sumFen = fen.nullable().describe('Fen; null: beyond exact figures, 9,007,199,254,740,991 fen.');

export const count = z.int();
