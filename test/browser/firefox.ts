import { existsSync } from 'node:fs';
import { launch, type Browser } from 'puppeteer-core';
import { puppeteerVisitor } from './puppeteer.ts';
import type { Engine, Settings } from './visitor.ts';

const path = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';

/** A real Firefox, driven by WebDriver BiDi. */
export const firefox: Engine = {
  name: 'Firefox',
  lacks: {
    prerendering: 'Firefox knows no speculation rules',
  },
  start: async (proxyPort) => {
    if (!existsSync(path)) throw new Error(`${path} is missing: install firefox-esr or set FIREFOX_PATH`);
    const plain = await startFirefox(proxyPort);
    return {
      newVisitor: async (settings) => {
        if (!settings) return puppeteerVisitor(plain);
        const browser = await startFirefox(proxyPort, settings);
        return { ...(await puppeteerVisitor(browser)), leave: () => browser.close() };
      },
      stop: () => plain.close(),
    };
  },
};

const startFirefox = (proxyPort: number, settings: Settings = {}): Promise<Browser> =>
  launch({
    browser: 'firefox',
    executablePath: path,
    acceptInsecureCerts: true,
    protocolTimeout: 120_000,
    extraPrefsFirefox: { ...preferences(proxyPort), ...chosen(settings) },
  });

function preferences(proxyPort: number): Record<string, unknown> {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxyPort,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxyPort,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    // the names of the tests are of http; Firefox would try https first
    'dom.security.https_first': false,
    'dom.security.https_first_pbm': false,
    'dom.security.https_first_schemeless': false,
    'services.settings.server': 'data:,',
  };
}

function chosen({ refusesCookies = false, asksForPrivacy }: Settings): Record<string, unknown> {
  return {
    'network.cookie.cookieBehavior': refusesCookies ? 2 : 5,
    'privacy.globalprivacycontrol.enabled': asksForPrivacy === 'tells of Global Privacy Control',
    'privacy.donottrackheader.enabled': asksForPrivacy === 'tells of Do Not Track',
  };
}
