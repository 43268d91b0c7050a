/** Thrown where the content of a message may not be published on its subject, even with a valid proof. */
export class Unbelieved extends Error {
  override name = 'Unbelieved';
}
