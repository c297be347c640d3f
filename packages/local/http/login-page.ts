/** The login form of the local issuer; `failed` after a wrong password. */
export function loginPage(failed: boolean): string {
  const note = failed ? '<p class="note" role="alert">账号或密码错误 · Wrong login or password</p>' : '';
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>登录 · Sign in</title>
<style>
body { font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif; background: #f0f2f5; display: grid; place-items: center; min-height: 100vh; margin: 0 }
form { background: #fff; padding: 2rem; border-radius: 8px; width: min(20rem, 80vw); box-shadow: 0 2px 12px #0001 }
h1 { font-size: 1.25rem; margin: 0 0 1rem }
label { display: block; margin: .75rem 0 .25rem }
input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; border: 1px solid #8c8c8c; border-radius: 4px }
button { margin-top: 1.25rem; width: 100%; padding: .6rem; font: inherit; color: #fff; background: #0958d9; border: 0; border-radius: 4px }
.note { color: #a8071a; margin: 0 }
</style>
</head>
<body>
<form method="post">
<h1>登录 <span lang="en">Sign in</span></h1>
${note}
<label for="login">账号 <span lang="en">Login</span></label>
<input id="login" name="login" autocomplete="username" required autofocus>
<label for="password">密码 <span lang="en">Password</span></label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>登录 · Sign in</button>
</form>
</body>
</html>
`;
}
