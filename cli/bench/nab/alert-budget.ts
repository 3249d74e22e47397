// From record margins to alerts for one lone series: an episode is alerted once, and a noisy series must go further out.

/** Points an episode lasts without a new alert: 30 windows of five minutes are two and a half hours. */
const EPISODE_POINTS = 30;
/** Within an episode only something this many times worse is told again. */
const WORSE = 5;
/** An alert is forgotten by 1/e in 500 points, and each still remembered raises the margin asked for by 60 %. */
const MEMORY_POINTS = 500;
const WEIGHT = 0.6;
/** What was quiet for long may speak sooner: up to half more counts what it shows, by 1/e short of that after 1,500 points. */
const CREDIT = 0.5;
const CREDIT_POINTS = 1500;

export interface AlertBudget {
  readonly alerts: number;
  /** Since the last alert, or the beginning. */
  readonly pointsSince: number;
  readonly worst: number;
}

export const NEW_BUDGET: AlertBudget = { alerts: 0, pointsSince: 0, worst: 0 };

export interface Spent {
  /** 0..1, and 0 inside an episode that was told of. */
  readonly score: number;
  readonly budget: AlertBudget;
}

/** `margin` is what a point showed; `asked` what an alert takes. */
export const spend = (budget: AlertBudget, margin: number, asked: number): Spent => {
  const recent = budget.alerts * Math.exp(-budget.pointsSince / MEMORY_POINTS);
  const credit = CREDIT * (1 - Math.exp(-budget.pointsSince / CREDIT_POINTS));
  const effective = (margin * (1 + credit)) / (1 + WEIGHT * recent);
  const told = budget.alerts > 0 && budget.pointsSince < EPISODE_POINTS && margin < WORSE * budget.worst;
  if (told || effective < asked) {
    const score = told ? 0 : effective / (1 + effective);
    return { score, budget: { ...budget, pointsSince: budget.pointsSince + 1 } };
  }
  return { score: effective / (1 + effective), budget: { alerts: recent + 1, pointsSince: 1, worst: margin } };
};
