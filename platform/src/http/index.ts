export { markUsed } from './client-error.ts';
export { closeHttpApp } from './close-http-app.ts';
export { createHttpApp, type HttpAppOptions } from './create-http-app.ts';
export { addHealthRoutes } from './health-routes.ts';
export { answerErrorsAsJson } from './http-error.ts';
export { httpStatus } from './http-status.ts';
export { requestIdFrom, requestIdHeader } from './request-id.ts';
export { clientController, clientSignal } from './request-signal.ts';
