// Programs that attackers start, by how rarely their names stand in prose, code and key=value pairs.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: payloads are spelt as they are sent.

/** Names that are hardly ever a word of a log line. */
const STRONG =
  'whoami ifconfig ipconfig netstat nslookup wget curl ncat netcat nc bash zsh ksh dash uname hostname passwd chmod chown useradd usermod tcpdump traceroute tracert telnet tftp scp rsync powershell pwsh certutil bitsadmin wmic systeminfo sysinfo tasklist taskkill schtasks regsvr32 rundll32 mshta cscript wscript perl python python2 python3 ruby php gcc printenv phpinfo pwd ls cat ping sudo rm mkfifo mknod nohup crontab lsof dmesg xxd awk sed egrep fgrep grep ps base64 busybox socat xterm getent lscpu lsblk kill killall pkill mkdir rmdir cmd sh iptables df du mv cp unzip vim nano chroot nmap csh tcsh fish pwsh gawk mawk nawk dd cpio bsdtar tac xz unxz xzcat zcat gunzip gzip bzcat bzip2 zstd zstdcat lzma base32 basenc hexdump md5sum sha256sum openssl tclsh rlogin rsh smbclient lynx w3m aria2c httrack whois traceroute6 ping6 tailf systemctl journalctl dpkg rpm yum zypper apk sqlite3 psql pg_dump mysqldump mysql mongosh ldapsearch setsid nsenter stdbuf strace gdb visudo chfn chsh getcap setcap mksh xmodmap lwp-request lwp-download kubectl gcloud crictl ctr runc';
/** Names that are words as well: they count with an argument that only a shell reads. */
const WEAK =
  'touch arp dig host apt apt-get pip pip3 npm npx aws docker terraform printf rev fold column split paste join nl wc ul ed vi view watch top screen tmux expect file links finger su ip ss nproc who last trap flock perf choice waitfor uniq comm shuf jq fetch env id set exit cd type find echo sleep reg route date history head tail more less sort cut tee export read eval exec test make mount mail at time node java git ftp ssh copy del move start timeout service strings od tr xargs stat expr locate which printf tar lua net source shutdown osascript';
/** Words as well, but so short that a separator before and nothing behind is telling. */
const SHORT = 'id dir env set w ver netsh uptime reboot ifup vol';

export const BARE = 3;
const WITH_ARGUMENT = 1;
const SHORT_BARE = 2;

const names = (list: string, strength: number): (readonly [string, number])[] => list.split(' ').map((name) => [name, strength] as const);

/** 3 a program by its name alone, 2 a program when nothing else stands there, 1 a program with a shell's argument. */
export const PROGRAMS: ReadonlyMap<string, number> = new Map([
  ...names(WEAK, WITH_ARGUMENT),
  ...names(SHORT, SHORT_BARE),
  ...names(STRONG, BARE),
]);

/** Programs whose first argument is a word: `net user`, `reg add`. */
export const SUBCOMMANDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['net', new Set(['user', 'localgroup', 'group', 'view', 'share', 'use', 'start', 'stop', 'accounts'])],
  ['netsh', new Set(['firewall', 'advfirewall', 'interface'])],
  ['reg', new Set(['add', 'query', 'delete', 'save'])],
  ['which', new Set(['nc', 'ncat', 'netcat', 'curl', 'wget', 'perl', 'python', 'python3', 'php', 'ruby', 'gcc', 'bash', 'socat'])],
  ['type', new Set(['con'])],
  ['aws', new Set(['s3', 's3api', 'sts', 'iam', 'ec2', 'lambda', 'configure', 'secretsmanager', 'ssm', 'dynamodb'])],
  ['docker', new Set(['run', 'exec', 'ps', 'cp'])],
  ['kubectl', new Set(['get', 'exec', 'apply', 'run', 'cp'])],
  ['getent', new Set(['hosts', 'passwd', 'group'])],
]);

/** Programs that tell about a machine: their name alone, as an entire text, is an attempt. */
export const LONE_PROGRAMS: ReadonlySet<string> = new Set([
  'ipconfig',
  'ifconfig',
  'netstat',
  'whoami',
  'systeminfo',
  'tasklist',
  'nslookup',
  'phpinfo()',
  'net view',
  '$home',
  '$user',
  '$path',
  '/bin/sh',
  '/bin/bash',
  'cmd.exe',
]);

/** Functions of languages that hand a string to a shell or an interpreter. */
export const EXECUTING_CALLS: ReadonlySet<string> = new Set(
  'system shell_exec passthru popen proc_open pcntl_exec exec eval execsync spawnsync spawn assert popen3 check_output getoutput backticks'.split(
    ' ',
  ),
);

/** Names that execute only as this owner's. */
export const CALL_OWNERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['x', ['%']],
  ['call', ['subprocess.']],
  ['run', ['subprocess.']],
  ['exec', ['child_process.']],
]);

/** Functions of PHP alone: a value that begins with a call of one is code for it. */
export const PHP_FUNCTIONS =
  'fopen readfile highlight_file show_source file_get_contents call_user_func call_user_func_array get_defined_vars get_defined_functions getallheaders phpversion php_uname move_uploaded_file pcntl_exec curl_exec curl_init fsockopen pfsockopen gethostbyname print_r var_dump var_export ob_start parse_str strrev str_rot13 base64_decode gzuncompress gzdecode bzdecompress ini_set ini_get posix_getuid posix_getegid posix_getpwuid posix_kill apache_child_terminate array_diff_ukey array_filter array_walk usort uasort preg_replace_callback create_function register_shutdown_function iptcembed stream_wrapper_register'.split(
    ' ',
  );

/** What only an attack on a command line has, with its weight. */
export const TELLING_PARTS: readonly (readonly [string, number])[] = [
  ['/dev/tcp/', 8],
  ['/dev/udp/', 8],
  ['${ifs}', 8],
  ['$ifs', 6],
  ['() { :', 9],
  ['(){:', 9],
  ['() { _', 8],
  ['bash -i', 6],
  ['sh -i', 6],
  ['cmd /c', 4],
  ['cmd.exe /c', 6],
  ['powershell -e', 6],
  ['powershell -c', 4],
  ['-e /bin/', 6],
  ['invoke-expression', 5],
  ['iex(', 5],
  ['iex (', 5],
  ['new-object net.webclient', 6],
  ['.downloadstring(', 6],
  ['--checkpoint-action', 6],
  ['-oproxycommand', 6],
  ['--use-askpass', 5],
  ['$0<<<', 6],
  ['%comspec%', 5],
  ['mkfifo /tmp', 6],
  ['>& /dev/', 6],
  ['os.system(', 5],
  ['os.popen(', 5],
  ["require('child_process')", 4],
  ['require("child_process")', 4],
  ['getruntime().exec', 6],
  ['runtime.exec', 4],
  ['processbuilder(', 4],
  ['allow_url_include', 6],
  ['auto_prepend_file', 6],
  ['phpinfo()', 4],
  ['<?php', 4],
  ['<?=`', 6],
  ['$_get[', 5],
  ["$env{'", 4],
  ['$_post[', 5],
  ['$_request[', 5],
  ['$_server[', 4],
  ['$aws_', 4],
  ['${aws_', 4],
  ['$shell', 3],
  ['${shell', 4],
  ['exit(md5(', 5],
  ['print(md5(', 5],
  ['echo(md5(', 5],
  ['__import__(', 5],
  ['eval(compile(', 5],
  ['eval(base64', 6],
  ['base64_decode(', 4],
  ['gzinflate(', 5],
  ['call_user_func', 4],
  ['create_function(', 5],
  ['file_put_contents(', 4],
  ['process.mainmodule', 5],
  ['global.process', 5],
  ['runinnewcontext(', 4],
  ['runinthiscontext(', 4],
  ['new function(', 3],
  ["('system')", 5],
  ['("system")', 5],
  ['(system)(', 5],
  ['[system][', 5],
  ['@{[', 4],
  ['/etc/passwd', 2],
  ['/etc/shadow', 3],
];
