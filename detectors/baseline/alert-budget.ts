// From record margins to alerts for one lone series: an episode is alerted once, and a noisy series must go further out.

/** Points an episode lasts without a new alert: 30 windows of five minutes are two and a half hours. */
const EPISODE_POINTS = 30;
/** Within an episode only something this many times worse is told again. */
const WORSE = 5;
/** An alert is forgotten by 1/e in 500 points, and each still remembered raises the margin asked for by 60 %. */
const MEMORY_POINTS = 500;
const WEIGHT = 0.6;

export interface AlertBudget {
  readonly alerts: number;
  readonly pointsSince: number;
  readonly worst: number;
}

export const NEW_BUDGET: AlertBudget = { alerts: 0, pointsSince: Number.POSITIVE_INFINITY, worst: 0 };

export interface Spent {
  /** 0..1, and 0 inside an episode that was told of. */
  readonly score: number;
  readonly budget: AlertBudget;
}

/** `margin` is what a point showed; `asked` what an alert takes. */
export const spend = (budget: AlertBudget, margin: number, asked: number): Spent => {
  const recent = budget.alerts === 0 ? 0 : budget.alerts * Math.exp(-budget.pointsSince / MEMORY_POINTS);
  const effective = margin / (1 + WEIGHT * recent);
  const told = budget.pointsSince < EPISODE_POINTS && margin < WORSE * budget.worst;
  if (told || effective < asked) {
    const score = told ? 0 : effective / (1 + effective);
    return { score, budget: { ...budget, pointsSince: budget.pointsSince + 1 } };
  }
  return { score: effective / (1 + effective), budget: { alerts: recent + 1, pointsSince: 1, worst: margin } };
};
