/**
 * Steps that wait for a minute: a machine that runs other tests at the same time may need more than the ten seconds that
 * tours give a step.
 *
 * @param {Object[]} steps
 */
export const patient = (steps) => steps.map((step) => ({ timeout: 60000, ...step }));
