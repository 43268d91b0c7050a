/** Thrown where what a message holds may not be published on its subject, whoever proved it. */
export class Unbelieved extends Error {
  override name = 'Unbelieved';
}
