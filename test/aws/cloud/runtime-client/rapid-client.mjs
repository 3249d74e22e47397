// Stands in for the one part of AWS's runtime interface client that is C++: its four HTTP calls, which take two minutes to build.
// Handler loading, context, logging and the forms of errors are AWS's own. Where the built part lies beside it, that is used.
import http from 'node:http';

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

const call = (method, path, body = '', headers = {}) =>
  new Promise((resolve, reject) => {
    const options = { hostname, port, method, path: `/2018-06-01/runtime/${path}`, agent, headers };
    const request = http.request(options, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ bodyJson: Buffer.concat(chunks).toString(), headers: response.headers }));
    });
    request.on('error', reject);
    request.end(body);
  });

/** The C++ waits for each answer; here the next call does. */
let posted = Promise.resolve();

export const next = async () => {
  await posted;
  return call('GET', 'invocation/next');
};

export const done = (id, body) => {
  posted = call('POST', `invocation/${id}/response`, body, { 'content-type': 'application/json' });
};

export const error = (id, body, cause) => {
  posted = call('POST', `invocation/${id}/error`, body, {
    'content-type': 'application/json',
    'lambda-runtime-function-error-type': JSON.parse(body).errorType,
    'lambda-runtime-function-xray-error-cause': cause,
  });
};
