/** The driver describes only its public part. */
declare module 'mongodb/lib/cmap/connection.js' {
  export const Connection: object;
}
