export { checkManifests } from './check-manifests.ts';
export { type Arrow, drawnArrows } from './drawn-arrows.ts';
export { obtainTools, type Tools } from './tools.ts';
