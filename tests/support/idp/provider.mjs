// A real OpenID provider on a free port of loopback, with faults on command. Only for tests.
import http from 'node:http';
import { Provider } from 'oidc-provider';
import * as jose from 'jose'; // comes along with oidc-provider

const PEOPLE = { anna: ['desk-coordinator'], bram: ['desk-oco'], carla: ['desk-editor'], dirk: ['desk-manager'], ewa: [], fien: ['iets-anders'] };
const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
const jwk = { ...(await jose.exportJWK(privateKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
const stranger = (await jose.generateKeyPair('RS256')).privateKey;
let fault = '', desk = '';

const server = http.createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'wegwijzer', client_secret: process.env.CLIENT_SECRET,
    backchannel_logout_uri: process.env.LOGGED_OUT_URI,
    redirect_uris: [process.env.REDIRECT_URI], post_logout_redirect_uris: [process.env.AFTER_LOGOUT_URI],
  }],
  jwks: { keys: [jwk] },
  claims: { openid: ['sub'], profile: ['name', 'roles'] },
  conformIdTokenClaims: process.env.CLAIMS_IN !== 'id_token', // true (their default): `roles` only at userinfo
  findAccount: (ctx, sub) => ({ accountId: sub, claims: async () => ({ sub, name: `Naam van ${sub}`, roles: PEOPLE[sub] ?? [] }) }),
  features: { backchannelLogout: { enabled: true } },
  // What it sends by itself goes to the desk on loopback; a test says where that is.
  fetch: async (address, options) => {
    const token = options.body.get('logout_token');
    if (token && fault) options.body.set('logout_token', await spoil(token));
    const { method, headers, body } = options; // without the dispatcher, which refuses loopback
    return fetch(new URL(new URL(address).pathname, desk), { method, headers, body });
  },
  pkce: { required: () => true },
  cookies: { keys: ['test'] },
  ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
});

async function spoil(token) {
  const claims = jose.decodeJwt(token);
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: 'RS256', kid: 'k1', typ: 'JWT' };
  let key = await jose.importJWK(jwk, 'RS256');
  if (fault === 'expired') Object.assign(claims, { iat: now - 7200, exp: now - 3600 });
  if (fault === 'future') claims.iat = now + 3600;
  if (fault === 'audience') claims.aud = 'iemand-anders';
  if (fault === 'audience_azp') Object.assign(claims, { aud: ['iemand-anders'], azp: 'wegwijzer' });
  if (fault === 'issuer') claims.iss = 'https://elders.example';
  if (fault === 'nonce') claims.nonce = 'oud';
  if (fault === 'no_nonce') delete claims.nonce;
  if (fault === 'second_factor') claims.amr = ['pwd', 'mfa'];
  if (fault === 'no_events') delete claims.events;
  if (fault === 'events') claims.events = ['http://schemas.openid.net/event/backchannel-logout'];
  if (fault === 'with_nonce') claims.nonce = 'x';
  if (fault === 'no_jti') delete claims.jti;
  if (fault === 'old') Object.assign(claims, { iat: now - 600, exp: now + 60 });
  if (fault === 'no_sub') delete claims.sub;
  if (fault === 'old_login') claims.auth_time = now - 3600;
  if (fault === 'no_login') delete claims.auth_time;
  if (fault === 'stranger') key = stranger;
  if (fault === 'unknown_kid') header.kid = 'k9';
  if (fault === 'hs256') { header.alg = 'HS256'; key = new TextEncoder().encode(process.env.CLIENT_SECRET); }
  if (fault === 'none') return new jose.UnsecuredJWT(claims).encode();
  return new jose.SignJWT(claims).setProtectedHeader(header).sign(key);
}

provider.use(async (ctx, next) => {
  if (ctx.path === '/token' && fault === 'token_500') { ctx.status = 500; ctx.body = 'kapot'; return; }
  await next();
  if (ctx.path === '/token' && ctx.body?.id_token) {
    if (fault === 'no_id_token') delete ctx.body.id_token;
    else if (fault) ctx.body = { ...ctx.body, id_token: await spoil(ctx.body.id_token) };
  }
  if (ctx.path === '/me' && fault === 'other_sub') ctx.body = { ...ctx.body, sub: 'iemand' };
});
const answer = provider.callback();
server.on('request', (req, res) => {
  if (req.url.startsWith('/__fault/')) { fault = req.url.slice(9); res.end('ok'); return; }
  if (req.url.startsWith('/__desk/')) { desk = `http://127.0.0.1:${req.url.slice(8)}`; res.end('ok'); return; }
  answer(req, res);
});
console.log(JSON.stringify({ issuer }));
process.stdin.resume().on('end', () => process.exit()); // ends with the test that started it
