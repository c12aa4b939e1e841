/** When Atlas may do maintenance. An empty object is the same as none. */
export interface MaintenanceWindow {
  /**
   * Day of the week: 1 is Sunday, 7 is Saturday. Required unless the whole window is empty.
   * @asType integer
   * @minimum 1
   * @maximum 7
   */
  dayOfWeek?: number;
  /**
   * Hour of the day, 0 to 23, in the project's time zone (UTC unless changed in the console). 0 when absent.
   * @asType integer
   * @minimum 0
   * @maximum 23
   */
  hourOfDay?: number;
  /** Whether each maintenance waits a week from its announcement. */
  autoDefer?: boolean;
  /** Puts maintenance that is announced now off by a week. Not with `startASAP`. */
  defer?: boolean;
  /** Lets maintenance that is announced now begin at once. Not with `defer`. */
  startASAP?: boolean;
}
