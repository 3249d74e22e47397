// The user agents of the SDKs inside functions, and of the people and programs outside.
import type { FunctionSpec } from '../function-spec.ts';

export const sdkAgent = (spec: FunctionSpec, service: string): string =>
  spec.runtime === 'nodejs22.x'
    ? `aws-sdk-js/3.899.0 ua/2.1 os/linux#5.10.245-247.978.amzn2.x86_64 lang/js md/nodejs#22.20.0 exec-env/AWS_Lambda_nodejs22.x api/${service}#3.899.0 m/E,N,e`
    : 'Boto3/1.40.4 md/Botocore#1.40.4 ua/2.1 os/linux#5.10.245-247.978.amzn2.x86_64 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/AWS_Lambda_python3.13 m/Z,b,D cfg/retry-mode#legacy Botocore/1.40.4';

export const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.2 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0',
  'ShopApp/5.12.0 (iOS 18.7; iPhone15,3)',
  'ShopApp/5.11.2 (Android 15; Pixel 8)',
  'PostmanRuntime/7.51.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
] as const;

export const CONSOLE_AGENT =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36';

export const commandLineAgent = (command: string): string =>
  `aws-cli/2.33.4 md/awscrt#0.31.1 ua/2.1 os/linux#6.8.0-94-generic md/arch#x86_64 lang/python#3.13.11 md/pyimpl#CPython m/G,E,b cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${command}`;
