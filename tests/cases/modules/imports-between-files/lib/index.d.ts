export * as Events from './events.js';
