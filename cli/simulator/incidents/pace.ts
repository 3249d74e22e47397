// How many calls an attacker makes a function run in a minute: as few as will do the work.

export const EXFILTRATION_CALLS_A_MINUTE = 5;
export const DESTINATION_CALLS_A_MINUTE = 2;
