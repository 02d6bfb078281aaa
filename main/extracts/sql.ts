export { quoteName, quoteText as quote } from '../contract/quote.ts';
