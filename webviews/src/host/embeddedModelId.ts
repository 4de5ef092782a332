/** Id of the JSON script element that carries the view model of a report. */
export const embeddedModelId = 'plumbline-view-model';
