export { isPdf, pdfText } from './pdf-text.js';
