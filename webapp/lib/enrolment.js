// @ts-check
/* The enrolment that somebody signed in has begun, from the button to its page. A secret stays in
 * memory: refreshing the page forgets it, and another is begun. */
let kept = null;

export const keepEnrolment = enrolment => { kept = enrolment; };
export const keptEnrolment = () => kept;
export const forgetEnrolment = () => { kept = null; };
