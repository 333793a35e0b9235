/** What random tests begin with; the variable repeats another run. */
export const seed = Number(process.env['PROPERTY_SEED'] ?? 20_250_310);
