// Harmless log texts, written for this project: what applications, frameworks and requests really say that looks like an attack.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.

const PROSE = `
Customer O'Brien updated the delivery address; the order's total is unchanged
Can't reach the payment provider, we'll try again in 30 seconds
Don't panic: the cache isn't warm yet and that's fine
It's done -- all 14 records were written, nothing was skipped
The users' sessions and the admins' sessions were closed
L'utilisateur d'Angers n'a pas validé l'étape d'inscription, aujourd'hui non plus
L'or et l'argent ont été livrés à l'entrepôt
Aujourd’hui, l’envoi d’un colis s’est arrêté à l’aéroport d’Orly
Der Kunde hat's bestellt, aber's wurde nicht geliefert; Grüße aus Köln
Die Bestellung für Müller & Söhne wurde angelegt
Il n'y a plus d'articles ou d'offres pour cette catégorie
Rock 'n' roll tickets sold out
The '90s collection and the '80s collection were merged
Either the token or the cookie must be present
Select a table from the list and drop your file here
Please select one or 2 of the options from the menu
You can update your profile, delete your account or create a new one
Union of both sets has 120 members
The European Union select committee met on Monday
Users and groups in order by name
He said "stop" and left, or so it seemed
Retry 3 or 4 times and then give up
Found 5 and 3 of them are new
Processed 1 or more items
Grant the user access to the report, then revoke it on Friday
Where do we go from here? From 9 to 5
Insert coin into the slot
Execute order 66
Shutdown requested by the operator
Declare a variable before using it
Create table reservations for 4 guests
Drop off at the table near the window
Having 3 retries left
Ignore the warning above if you upgraded already
Ignoring all previous events older than 7 days
Forget the cached token and all sessions of the user
Ignore this message; instructions will follow by e-mail
The instructions in the previous mail are still valid
Override the default settings with the environment
Please follow the instructions above to reset your password
Skipping all rules that are disabled
Show the user the system status page
Your instructions were saved
Prompt for the password was cancelled
R&D and Q&A meetings moved to 10:00
Tom & Jerry; Bonnie & Clyde
Rhythm & blues, drum & bass, rock & roll
Time: 10 ms; type: cold; id: 7
Wait; find the file; sort it; done
read; write; execute
Ping from the load balancer
ping
pong
ok
id
Touch the screen to continue; sleep mode ends
Step 1; echo the request; step 2; cat pictures; step 3; profit
Please find attached the invoice
Head of department | Type of contract | Date
Prices from $10 to $20, up 5% (was 3%)
100% of 200 rows; 50% or less is fine
Temperature < 30 and pressure > 2
a > b && c < d
if (a < b || b > c) return a - b;
x = y || z
value || 'default'
const name = input || 'anonymous' && 'x'
count >= 1 and count <= 10
1 + 1 = 2
2 * (3 + 4) = 14
f(x) = x^2 + 3x - 5; g(x) = (x)(x+1)
(a|b)*(c|d) matches abcd
/^(.*)(\\d+)$/ did not match
^[a-z]+(?:-[a-z]+)*$ is the pattern for slugs
Regular expression (foo|bar)(baz)? compiled
C# and F# builds passed
Item #4 -- see ticket #1234
'quoted' -- with a comment
Name: "Smith" -- see note
-----BEGIN CERTIFICATE-----
---------------------------------------------
===== starting =====
/* legacy handler */ skipped
// TODO comment in the template was ignored
# heading
## Second heading with \`code\` inside
Use \`npm install\` and then \`npm test\`
See the \`users\` table and the \`id\` column
| id | name | type |
| --- | --- | --- |
| 1 | sort | find |
- [ ] buy milk; - [x] walk dog
> quoted reply: that's it
[link](https://example.com/docs?page=2#section) and ![image](https://example.com/a.png)
**bold** and __dunder__ text
Let's use {{ to start a placeholder
`;

const TEMPLATES = `
Hello {{name}}, your order {{order.id}} is on its way
Dear {{ customer.first_name }} {{ customer.last_name }}
{{#if items}}{{#each items}}{{this.name}}{{/each}}{{/if}}
{{ user.name | upper }} has {{ count }} messages
{% if user %}Hello {{ user.name }}{% endif %}
{% for item in items %}{{ item }}{% endfor %}
Rendering template greeting with \${name} and \${order.total}
Environment \${STAGE} resolved to prod
Missing variable \${AWS_REGION} in config
Value of \${self:custom.stage} is dev
<%= title %> rendered
Hello <%= user.name %>
#{order.number} shipped
arn:aws:sns:\${AWS::Region}:\${AWS::AccountId}:topic
Fn::Sub "https://\${Api}.execute-api.\${AWS::Region}.amazonaws.com/Prod"
[[page]] link in the wiki
@media (max-width: 600px) rule dropped
user@{domain} is not a valid address
$.store.book[0].title
$[*].items
\${{ github.sha }}
{0} items in {1}
%s took %d ms
%Y-%m-%d %H:%M:%S
%-10s %5.2f
`;

const SQL_OF_THE_APPLICATION = `
SELECT * FROM orders WHERE id = ?
SELECT id, name FROM users WHERE email = $1 AND active = true
Executing (default): SELECT "id", "name" FROM "users" AS "User" WHERE "User"."id" = 1;
Executing query: SELECT count(*) FROM sessions WHERE expires_at < NOW()
query: UPDATE accounts SET balance = balance - 10 WHERE id = 42 AND version = 3
INSERT INTO audit (actor, action) VALUES ('bob', 'login')
INSERT INTO "events" ("id","type") VALUES ($1,$2) RETURNING *
DELETE FROM sessions WHERE user_id = 7 OR expires_at < '2024-01-01'
BEGIN; INSERT INTO t (a) VALUES (1); COMMIT;
START TRANSACTION; UPDATE t SET a = 1 WHERE b = 2; COMMIT
SELECT a.id FROM a LEFT JOIN b ON a.id = b.a_id WHERE b.status IN ('open','held') ORDER BY a.created_at DESC LIMIT 10
SELECT id, name FROM customers UNION ALL SELECT id, name FROM archived_customers
SELECT name FROM products WHERE name LIKE '%chair%' AND price BETWEEN 10 AND 20
select user0_.id as id1_0_, user0_.name as name2_0_ from users user0_ where user0_.email=? and user0_.active=1
SELECT * FROM t WHERE 1=1 AND status = 'open'
SELECT COALESCE(SUM(amount), 0) FROM payments WHERE account_id = 'a-17' AND state <> 'void'
WITH recent AS (SELECT * FROM orders WHERE placed > now() - interval '1 day') SELECT count(*) FROM recent
CREATE TABLE IF NOT EXISTS migrations (id serial PRIMARY KEY, name text)
ALTER TABLE users ADD COLUMN locale varchar(8) DEFAULT 'en'
DROP TABLE IF EXISTS staging_orders
Slow query (1203 ms): SELECT * FROM orders WHERE customer = 'O''Brien' ORDER BY 2 DESC
SELECT CAST(amount AS integer), CONCAT(first, ' ', last) FROM people
ER_DUP_ENTRY: Duplicate entry 'bob@example.com' for key 'users.email'
duplicate key value violates unique constraint "users_email_key"
You have an error in your SQL syntax near 'FROM' at line 1
relation "orders" does not exist at character 15
Knex: SELECT * FROM information_schema.tables WHERE table_schema = 'public'
prisma:query SELECT "public"."User"."id" FROM "public"."User" WHERE "public"."User"."id" = $1 LIMIT $2 OFFSET $3
{"sql":"SELECT * FROM users WHERE id = ? AND deleted = 0","ms":4}
dynamodb: KeyConditionExpression #pk = :pk AND begins_with(#sk, :prefix)
FilterExpression: attribute_exists(email) AND #s = :s
PartiQL: SELECT * FROM "Orders" WHERE "OrderId" = '17'
Mongoose: users.findOne({ email: 'bob@example.com' }, { projection: {} })
{"status":{"$ne":"deleted"},"created":{"$gt":"2024-01-01"}}
{"$set":{"name":"Bob"},"$inc":{"visits":1}}
db query {"age":{"$gte":18,"$lte":30}} took 4 ms
{"aggregate":[{"$match":{"state":"open"}},{"$group":{"_id":"$customer"}}]}
fields @timestamp, @message | filter @message like /ERROR/ | sort @timestamp desc | limit 20
search index=main sourcetype=access | stats count by host
(&(objectClass=user)(sAMAccountName=bob))
LDAP search base dc=example,dc=com filter (&(objectClass=person)(|(uid=bob)(mail=bob@example.com)))
xpath //book[@id='bk101']/title evaluated
count(*) of items
`;

const CODE_AND_TRACES = `
TypeError: Cannot read properties of undefined (reading 'id') at handler (/var/task/index.js:12:34)
Error: connect ECONNREFUSED 127.0.0.1:5432
Error: connect ETIMEDOUT 169.254.169.254:80
    at Object.<anonymous> (/var/task/index.js:3:7)
    at Module._compile (node:internal/modules/cjs/loader:1364:14)
    at RegExp.exec (<anonymous>)
    at eval (eval at <anonymous> (/var/task/lib/a.js:1:1), <anonymous>:1:1)
    at async Promise.all (index 0)
    at new Promise (<anonymous>)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
    at ../../src/services/orders.ts:45:17
    at webpack:///../../../src/handlers/main.ts:10:3
Cannot find module '../lib/config' Require stack: - /var/task/src/index.js
import { a } from '../../shared/a.js'
const fs = require('fs'); const path = require('../path')
File "/var/task/app.py", line 12, in handler
Traceback (most recent call last): File "/var/runtime/bootstrap.py", line 60, in <module>
java.lang.NullPointerException: Cannot invoke "String.length()" because "<local1>" is null
  at com.example.Orders$Builder.build(Orders.java:42) ~[task/:?]
Caused by: java.sql.SQLException: Connection refused; nested exception is java.net.ConnectException
List<String> names = new ArrayList<>(); Map<String, Object> map
Promise<void> resolved with <none>
<nil> pointer in map[string]interface {}
goroutine 1 [running]: main.main() /tmp/x.go:5 +0x1d
panic: runtime error: index out of range [3] with length 3
node[1234]: ../src/node_http2.cc:561:static void node::http2(): Assertion failed
child process exited with code 1
spawn convert ENOENT
Running command: git rev-parse HEAD
setTimeout(() => retry(), 1000)
await sleep(1000);
sleep(250) before retry 2
function add(a, b) { return a + b; }
const f = () => { return true; };
() => undefined
() { return this; }
items.filter(x => x.id === 1).map(x => x.name)
document.getElementById is not a function
window is not defined
ReferenceError: document is not defined
alert threshold reached; alert sent
onError called; onSuccess skipped
onclick handler registered
callback(null, { statusCode: 200 })
exec time: 12 ms; eval time: 3 ms
process.env.STAGE = prod
Object.prototype.hasOwnProperty.call(a, 'b')
class Foo { constructor(a) { this.a = a } }
[object Object] has no constructor
Symbol(foo) constructor.name is Foo
0x7ffee4 0xdeadbeef 0x00
#!/bin/bash script uploaded
sh: 1: convert: not found
cron(0 12 * * ? *) rate(5 minutes)
*/5 * * * *
0 0 1 */2 1-5
Using /bin/sh as shell
PATH=/usr/local/bin:/usr/bin:/bin
LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime
Loading config from /etc/app/config.yml
Reading /opt/extensions and /opt/nodejs/node_modules
Wrote /tmp/report-2024.csv (2 MB)
C:\\Users\\bob\\AppData\\Local\\Temp\\build.log written
\\\\fileserver\\share\\report.docx opened
file:///var/task/index.mjs:10
Extracting ../assets/logo.png
copied ./dist/index.js -> ../out/index.js
glob src/**/*.ts matched 14 files
git diff HEAD~1..HEAD
Version range >=1.2.0 <2.0.0 || ^3.0.0
1..10 and a..z
Please wait...
Loading.../done
`;

const STRUCTURED = `
{"level":"info","message":"order created","orderId":"o-123","customer":"O'Brien"}
{"level":"error","msg":"failed","err":{"type":"TypeError","message":"x is not a function","stack":"TypeError: x is not a function\\n    at handler (/var/task/index.js:1:1)"}}
{"time":"2024-05-01T12:00:00Z","level":"warn","msg":"retry","attempt":2,"delayMs":1000}
{"timestamp":"2024-05-01T12:00:00Z","level":"INFO","requestId":"0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55","message":"done"}
{"kind":"Pod","metadata":{"name":"web-1","labels":{"app":"web"}},"spec":{"containers":[{"name":"c","command":["sh","-c","sleep 3600"]}]}}
{"apiVersion":"v1","kind":"Secret","type":"Opaque","data":{"password":"cGFzc3dvcmQtZXhhbXBsZQ=="}}
{"query":{"bool":{"must":[{"term":{"status":"open"}}],"filter":[{"range":{"age":{"gte":10}}}]}}}
{"html":"<p>Dear Bob,</p><p>Thanks &amp; regards</p>"}
{"body":"{\\"name\\":\\"Bob\\",\\"note\\":\\"it's ok\\"}","isBase64Encoded":false}
{"Records":[{"s3":{"bucket":{"name":"uploads"},"object":{"key":"reports/2024/may%202024.pdf","size":1024}}}]}
{"httpMethod":"POST","path":"/orders","queryStringParameters":{"page":"2","sort":"-created_at,name"},"headers":{"User-Agent":"Mozilla/5.0 (X11; Linux x86_64)"}}
{"a":1,"b":[1,2,3],"c":{"d":null,"e":true}}
{"filter":"status = 'open' and owner = 'bob'"}
{"expression":"a > 1 && b < 2 || c == 3"}
{"sql":"select 1"}
{"url":"http://localhost:3000/health","ms":3}
{"endpoint":"http://10.0.3.17:8080/metrics","ok":true}
{"event":"click","handler":"onClick","target":"button#save"}
{"schema":{"$ref":"#/definitions/Order","$schema":"http://json-schema.org/draft-07/schema#"}}
{"@type":"Person","@context":"https://schema.org","name":"Bob"}
{"cmd":"deploy","args":["--stage","prod"],"cwd":"/var/task"}
{"pattern":"^[a-z0-9]+(?:[._-][a-z0-9]+)*$"}
{"jsonpath":"$.items[?(@.price < 10)]"}
{"message":"line one\\nline two\\nline three: value"}
{"text":"\\u00e9t\\u00e9 \\u2019 caf\\u00e9"}
{"path":"/etc/nginx/nginx.conf"}
key1=value1; key2=value2; Path=/; HttpOnly; Secure; SameSite=Lax
session=abc123; theme=dark; lang=de; sort=name; type=list; id=5
a=1&b=2&type=x&sort=name&find=all&id=5&set=1
q=hello+world&lang=en&page=2
q=caf%C3%A9%20cr%C3%A8me&near=L%27Isle
name=O%27Brien&city=Val%20d%27Or
redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&state=xyz&scope=openid%20email
utm_source=news&utm_medium=email&utm_campaign=may%2B2024&id=55
text=Line%20one%0ALine%20two
comment=Great%20product%21%20I%27ll%20buy%202%20or%203
filter=price%20%3E%2010%20and%20price%20%3C%2020
filter[price][gte]=10&filter[price][lte]=20
sort[]=name&sort[]=-date
ids=1,2,3,4&fields=id,name
url=https://example.com/page?x=1
returnTo=/account/settings
token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLWV4YW1wbGU
file=report%20(final)%20v2.pdf
path=folder/sub/file.txt
range=1..10
expr=2*3%2B4
<?xml version="1.0" encoding="UTF-8"?><order><id>5</id></order>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body/></soap:Envelope>
<!DOCTYPE html>
<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>
<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>
From: Bob <bob@example.com>
To: "Smith, Ann" <ann@example.com>
Content-Type: text/html; charset=utf-8
multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW
`;

const REQUESTS = `
GET /api/orders?page=2&size=20&sort=created_at,desc HTTP/1.1
GET /search?q=rock+%26+roll&category=music HTTP/1.1
POST /api/v1/users/123/orders/456 HTTP/1.1
GET /static/js/main.3f2a1b.chunk.js HTTP/2
GET /images/logo@2x.png?v=1.2.3
GET /.well-known/openid-configuration
/health
/favicon.ico
/robots.txt
/v2/items/%7Bid%7D
/files/My%20Documents/report%231.pdf
/products/chairs-&-tables
/de/produkte/m%C3%B6bel/st%C3%BChle
/wiki/C%2B%2B
/users/o'neill
/articles/whats-new-in-select-all-from-union-station
/callback?code=4/0AX4XfWg&scope=email+profile+openid&authuser=0&prompt=consent
/graphql?query={orders(first:10){id,total}}
/graphql?query=query%20%7B%20orders%20%7B%20id%20%7D%20%7D
/api/items?filter=name%20eq%20%27Chair%27%20and%20price%20lt%2020
/odata/Products?$filter=Price%20gt%2020%20and%20Name%20eq%20'Milk'&$top=10
/index.php?lang=en&page=3
/map?bbox=-9549124.7,5009377.4,-9392581.6,5165920.4
/calc?expr=1%2B1
Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36
Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1
Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
curl/8.4.0
Wget/1.21.3 (linux-gnu)
python-requests/2.31.0
aws-sdk-js/3.500.0 ua/2.0 os/linux#5.10 lang/js md/nodejs#20.11.1 api/s3#3.500.0
Amazon CloudFront
ELB-HealthChecker/2.0
okhttp/4.12.0
PostmanRuntime/7.36.3
https://www.google.com/
https://app.example.com/dashboard?tab=orders&range=7d#top
https://example.com:8443/a/b/c;jsessionid=1A2B3C?x=y
https://sqs.eu-west-1.amazonaws.com/123456789012/orders
s3://bucket/prefix/2024/05/01/file.json.gz
arn:aws:lambda:eu-west-1:123456789012:function:orders
uploads/2024/05/01/IMG_0001 (1).jpg
photos/Bob & Ann's wedding/0001.jpg
backups/db-2024-05-01T00:00:00Z.sql.gz
invoices/2024/O'Reilly; Sons.pdf
data/year=2024/month=05/day=01/part-00000.snappy.parquet
`;

const RUNTIME = `
2024-05-01T12:00:00.000Z\t0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55\tINFO\tProcessed order 1234 for customer 5678 in 35 ms
2024-05-01T12:00:00.000Z 0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55 ERROR Invoke Error {"errorType":"Error","errorMessage":"boom","stack":["Error: boom","    at Runtime.handler (file:///var/task/index.mjs:2:9)"]}
[INFO]	2024-05-01T12:00:00.000Z	0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55	connected to redis://cache.internal:6379
[WARNING]	2024-05-01T12:00:00.000Z		Connection pool is full, discarding connection: sqs.eu-west-1.amazonaws.com
Task timed out after 3.00 seconds
RequestId: 0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55 Error: Runtime exited with error: signal: killed
Server listening on http://127.0.0.1:3000
Listening on http://0.0.0.0:8080
X-Ray daemon at 169.254.79.129:2000
Connecting to http://10.0.3.4:8080/health
GET http://localhost:8080/actuator/health 200
Proxying /api -> http://backend.internal:8000
Runtime API at 127.0.0.1:9001
Connected to mongodb://db.internal:27017/app?replicaSet=rs0
postgres://app:***@db.internal:5432/app?sslmode=require
amqp://guest@localhost:5672/%2F
MONITORING|12|1714560000|metric|orders
user=bob action=login result=ok ip=203.0.113.7
user="Bob O'Neil" action="update profile" status=200
level=info ts=2024-05-01T12:00:00Z caller=main.go:42 msg="started; listening"
ts=1714560000 | level=INFO | type=request | id=55 | time=12ms
step=1|sort=asc|find=none
127.0.0.1 - - [01/May/2024:12:00:00 +0000] "GET /index.html HTTP/1.1" 200 612 "-" "Mozilla/5.0"
Batch of 10 messages: 9 ok; 1 failed; retrying
upload took 1.2s (3 parts) -- etag "9b2cf535f27731c974343645a3985328"
sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==
SGVsbG8gd29ybGQsIHRoaXMgaXMgYSB0ZXN0IG1lc3NhZ2U=
H4sIAAAAAAAAA8tIzcnJVyjPL8pJUQQAlRmGSAwAAAA=
eyJvcmRlciI6MTIzLCJpdGVtcyI6WyJhIiwiYiJdfQ==
550e8400-e29b-41d4-a716-446655440000
01HV9X5T7ZQ2M3N4P5R6S7T8V9
START RequestId: 0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55 Version: $LATEST
REPORT RequestId: 0f6c2a3e-9b1d-4c57-8c6a-2f1d9e7b1a55	Duration: 12.34 ms	Billed Duration: 13 ms	Memory Size: 128 MB	Max Memory Used: 70 MB
INIT_START Runtime Version: nodejs:20.v30	Runtime Version ARN: arn:aws:lambda:eu-west-1::runtime:abc
\u001b[32minfo\u001b[39m: server started
\u001b[31mError\u001b[0m: not found
Content-Length: 12; Host: example.com
first line\nsecond line: value\nX-Header: none
{ id: 1, name: 'Bob', tags: [ 'a', 'b' ], nested: [Object] }
{ "$metadata": { "httpStatusCode": 200, "attempts": 1 } }
<ref *1> IncomingMessage { _readableState: ReadableState { highWaterMark: 16384 } }
Map(2) { 'a' => 1, 'b' => 2 }
[Function (anonymous)] [class Foo]
undefined
null
`;

const split = (block: string): readonly string[] => block.split('\n').filter((line) => line !== '');

const NAMES = [
  "O'Brien",
  "D'Angelo",
  'Müller & Co.',
  "L'Oréal",
  'Smith; Jones',
  'Ann (sales)',
  "N'Diaye",
  'Bobby Tables',
  'José "Pepe" Pérez',
  'and/or Ltd',
  'Union Jack',
  'Select Comfort',
];
const SENTENCES: readonly ((name: string, index: number) => string)[] = [
  (name, index) => `user ${name} logged in from 203.0.113.${index}`,
  (name, index) => `{"customer":"${name.replaceAll('"', '\\"')}","total":${index}.50,"note":"don't ring; leave at door"}`,
  (name) => `/search?q=${encodeURIComponent(name)}&sort=name&type=all`,
  (name, index) => `Sent mail "Invoice ${index}" to ${name} <mail${index}@example.com>`,
  (name, index) => `SELECT id FROM customers WHERE name = '${name.replaceAll("'", "''")}' AND region = ${index}`,
  (name, index) => `name=${name} | id=${index} | type=customer | host=web-${index}`,
  (name, index) => `uploads/${name}/2024-05-${10 + index}/photo (${index}).jpg`,
  (name, index) => `Validation failed: '${name}' is not a valid value for 'company' (${index} of 3 rules)`,
];

/** Several hundred texts; the last ones combine names with sentences. */
export const HARMLESS_LINES: readonly string[] = [
  ...[PROSE, TEMPLATES, SQL_OF_THE_APPLICATION, CODE_AND_TRACES, STRUCTURED, REQUESTS, RUNTIME].flatMap(split),
  ...NAMES.flatMap((name, index) => SENTENCES.map((sentence) => sentence(name, index))),
];
