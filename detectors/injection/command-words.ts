// Programs that attackers start, by how rarely their names stand in prose, code and key=value pairs.

/** Names that are hardly ever a word of a log line. */
const STRONG =
  'whoami ifconfig ipconfig netstat nslookup wget curl ncat netcat nc bash zsh ksh dash uname hostname passwd chmod chown useradd usermod tcpdump traceroute tracert telnet tftp scp rsync powershell pwsh certutil bitsadmin wmic systeminfo tasklist taskkill schtasks regsvr32 rundll32 mshta cscript wscript perl python python2 python3 ruby php lua gcc printenv phpinfo pwd ls cat ping sudo rm mkfifo mknod nohup crontab lsof dmesg xxd awk sed egrep fgrep grep ps gunzip bzip2 base64 busybox socat xterm sendmail getent lsb_release lscpu lsblk kill killall pkill touch mkdir rmdir cmd sh ifup arp iptables dig df du mv cp tar unzip vi vim nano sysinfo printf chroot rev nmap';
/** Names that are words as well: they count with an argument that only a shell reads. */
const WEAK =
  'id dir type find echo sleep net reg host route date env history w who last head tail more less sort cut tee export set read eval exec test make mount mail at time node java git ftp ssh uptime copy del move start timeout ver vol systemctl service groups user strings od tr xargs alias jobs reboot shutdown halt init file stat expr true false query whereis which locate write info';

const names = (list: string, strength: number): (readonly [string, number])[] => list.split(' ').map((name) => [name, strength] as const);

export const PROGRAMS: ReadonlyMap<string, number> = new Map([...names(WEAK, 1), ...names(STRONG, 2)]);

/** Functions of languages that hand a string to a shell or an interpreter. */
export const EXECUTING_CALLS = [
  'system(',
  'shell_exec(',
  'passthru(',
  'popen(',
  'proc_open(',
  'pcntl_exec(',
  'exec(',
  'eval(',
  'execsync(',
  'spawnsync(',
  'spawn(',
  'assert(',
  'popen3(',
  '%x(',
  'check_output(',
] as const;

/** What only an attack on a command line has, with its weight. */
export const TELLING_PARTS: readonly (readonly [string, number])[] = [
  ['/dev/tcp/', 8],
  ['/dev/udp/', 8],
  ['${ifs}', 8],
  ['$ifs', 6],
  ['() { :', 9],
  ['(){:', 9],
  ['() {', 3],
  ['/bin/sh', 3],
  ['/bin/bash', 3],
  ['bash -i', 6],
  ['sh -i', 6],
  ['cmd.exe', 3],
  ['cmd /c', 4],
  ['powershell -', 4],
  ['-e /bin/', 6],
  ['mkfifo /tmp', 6],
  ['>& /dev/', 6],
  ['os.system(', 5],
  ['os.popen(', 5],
  ['subprocess.', 2],
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
  ['/etc/passwd', 2],
  ['/etc/shadow', 3],
];
