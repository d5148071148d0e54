// Links into map apps, held to the table that holds for the server's too (tests/api/test_navigation.py).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { isInsideWeChat, navigationLinks, plainName } from "../../api/browser/finder/navigation.js";

const { apps, cases } = JSON.parse(
  readFileSync(new URL("../navigation_cases.json", import.meta.url), "utf-8"),
);

for (const one of cases) {
  test(`the links are those of the table: ${one.case}`, () => {
    const made = navigationLinks(one);

    assert.deepEqual(
      made.map(({ href }) => href),
      one.links,
    );
    assert.equal(plainName(one.name), one.plain_name);
    assert.deepEqual(
      made.map(({ app, showsWay, label }) => [app, showsWay, label]),
      apps[one.country === "CN" ? "CN" : "elsewhere"],
    );
  });
}

const ANDROID = "Mozilla/5.0 (Linux; Android 14; V2244A) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

for (const agent of [
  `${ANDROID} Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240501 MicroMessenger/8.0.50.2701(0x2800325B) WeChat/arm64 Language/zh_CN`,
  `${IPHONE} Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN`,
  `${IPHONE} Mobile/15E148 wxwork/4.1.27 MicroMessenger/7.0.1 Language/zh`,
  `${IPHONE} Mobile/15E148 QQ/9.0.60.603 V1_IPH_SQ_9.0.60_1_APP_A Pixel/1170`,
  `${ANDROID} Version/4.0 Chrome/109.0.5414.86 MQQBrowser/6.2 TBS/047205 Mobile Safari/537.36 V1_AND_SQ_9.0.60_6478_YYB_D QQ/9.0.60.17095 NetType/WIFI`,
]) {
  test(`inside a chat app, where links to other apps do nothing: ${agent.slice(-40)}`, () => {
    assert.equal(isInsideWeChat(agent), true);
  });
}

for (const agent of [
  `${ANDROID} Chrome/126.0.0.0 Mobile Safari/537.36`,
  `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
  `${ANDROID} Version/4.0 Chrome/109.0.5414.86 MQQBrowser/15.0 Mobile Safari/537.36`,
  "",
]) {
  test(`a browser of its own opens other apps: ${agent.slice(-40)}`, () => {
    assert.equal(isInsideWeChat(agent), false);
  });
}
