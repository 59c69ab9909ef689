export { type NodePrice, type NodePriceInput, type NoPrice, nodeUsdPerHour } from './node-price';
