export { City, type Item } from './city.ts';
export { HeldDatabase } from './held-database.ts';
export { Random } from './random.ts';
export { payingFacts, randomFacts } from './random-facts.ts';
export { testUsccs } from './test-usccs.ts';
