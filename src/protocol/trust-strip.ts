import type { TrustCost, TrustEvent, TrustMark } from './trust';

/** The marks of a card: those made, those at work or to come, and those that wait for being asked for. */
export interface CardTrust {
  readonly marks: readonly TrustMark[];
  readonly ahead: readonly TrustCost[];
  readonly waiting: readonly TrustCost[];
}

export const emptyStrip: CardTrust = Object.freeze({ marks: [], ahead: [], waiting: [] });

/** A strip once more is known. */
export function stripAfter(strip: CardTrust, event: TrustEvent): CardTrust {
  if (event.kind === 'planned') return { marks: [], ahead: event.costs, waiting: [] };
  return {
    ...strip,
    marks: [...strip.marks, event.mark],
    ahead: strip.ahead.filter(({ id }) => id !== event.mark.id),
  };
}

/** Why a map should not be believed: the first check it fails. */
export const doubtOf = ({ marks }: CardTrust): TrustMark | undefined => marks.find(({ passed }) => !passed);
