/* A PKCS#11 module around SoftHSM that behaves like a device: it counts wrong
 * PINs and locks, wants the first PIN changed, can be pulled out, hang, fall and
 * print. Its state is files in the folder LOCKINGTOKEN_DIR, so that a test can
 * read and change it while another process holds the module. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pkcs11go.h"

static CK_FUNCTION_LIST ours;
static CK_FUNCTION_LIST_PTR real;

#define SESSIONS 64
static struct { CK_SESSION_HANDLE handle; CK_SLOT_ID slot; } sessions[SESSIONS];

static void path(char *to, size_t size, const char *name, const char *serial) {
	snprintf(to, size, "%s/%s%s%s", getenv("LOCKINGTOKEN_DIR"), name, serial ? "-" : "", serial ? serial : "");
}

static int exists(const char *name, const char *serial) {
	char p[512];
	path(p, sizeof p, name, serial);
	return access(p, F_OK) == 0;
}

/* number gives what stands in a file, or other when there is none. */
static int number(const char *name, const char *serial, int other) {
	char p[512];
	path(p, sizeof p, name, serial);
	FILE *f = fopen(p, "r");
	if (!f)
		return other;
	int n = other;
	if (fscanf(f, "%d", &n) != 1)
		n = other;
	fclose(f);
	return n;
}

static void put(const char *name, const char *serial, int n) {
	char p[512];
	path(p, sizeof p, name, serial);
	FILE *f = fopen(p, "w");
	if (f) {
		fprintf(f, "%d", n);
		fclose(f);
	}
}

static void drop(const char *name, const char *serial) {
	char p[512];
	path(p, sizeof p, name, serial);
	unlink(p);
}

/* serial_of writes the serial of the token in a slot, without padding. */
static int serial_of(CK_SLOT_ID slot, char *to) {
	CK_TOKEN_INFO info;
	if (real->C_GetTokenInfo(slot, &info) != CKR_OK)
		return 0;
	memcpy(to, info.serialNumber, 16);
	to[16] = 0;
	for (int i = 15; i >= 0 && to[i] == ' '; i--)
		to[i] = 0;
	return to[0] != 0;
}

/* mischief hangs or falls when the test says so for this function. */
static void mischief(const char *function) {
	if (exists("hang", function))
		for (;;)
			sleep(3600);
	if (exists("fall", function))
		abort();
}

static CK_RV gone(CK_SLOT_ID slot, CK_RV rv) {
	char serial[17];
	if (!serial_of(slot, serial) || !exists("pulled", serial))
		return CKR_OK;
	return exists("vague", NULL) ? CKR_GENERAL_ERROR : rv;
}

static CK_SLOT_ID slot_of(CK_SESSION_HANDLE h) {
	for (int i = 0; i < SESSIONS; i++)
		if (sessions[i].handle == h)
			return sessions[i].slot;
	return (CK_SLOT_ID)-1;
}

static CK_RV gone_session(CK_SESSION_HANDLE h) { return gone(slot_of(h), CKR_DEVICE_REMOVED); }

static CK_RV initialize(CK_VOID_PTR args) {
	mischief("C_Initialize");
	printf("driver: hello {\"code\":\"noise\"}"); /* without end of line, as some do */
	fflush(stdout);
	return real->C_Initialize(args);
}

static CK_RV get_slot_list(CK_BBOOL present, CK_SLOT_ID_PTR list, CK_ULONG_PTR count) {
	mischief("C_GetSlotList");
	CK_SLOT_ID all[64];
	CK_ULONG n = 64, kept = 0;
	CK_RV rv = real->C_GetSlotList(present, all, &n);
	if (rv != CKR_OK)
		return rv;
	for (CK_ULONG i = 0; i < n; i++) {
		if (present && gone(all[i], CKR_DEVICE_REMOVED) != CKR_OK)
			continue;
		all[kept++] = all[i];
	}
	if (list && *count < kept) {
		*count = kept;
		return CKR_BUFFER_TOO_SMALL;
	}
	if (list)
		memcpy(list, all, kept * sizeof *all);
	*count = kept;
	return CKR_OK;
}

static CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
	if (gone(slot, CKR_TOKEN_NOT_PRESENT) != CKR_OK)
		return CKR_TOKEN_NOT_PRESENT;
	CK_RV rv = real->C_GetTokenInfo(slot, info);
	char serial[17];
	if (rv != CKR_OK || !serial_of(slot, serial))
		return rv;
	int limit = number("limit", NULL, 5), wrong = number("wrong", serial, 0), so = number("so-wrong", serial, 0);
	info->flags &= ~(CK_FLAGS)(CKF_USER_PIN_COUNT_LOW | CKF_USER_PIN_FINAL_TRY | CKF_USER_PIN_LOCKED | CKF_USER_PIN_TO_BE_CHANGED | CKF_SO_PIN_COUNT_LOW | CKF_SO_PIN_FINAL_TRY | CKF_SO_PIN_LOCKED);
	if (wrong > 0) info->flags |= CKF_USER_PIN_COUNT_LOW;
	if (wrong == limit - 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
	if (wrong >= limit) info->flags |= CKF_USER_PIN_LOCKED;
	if (so > 0) info->flags |= CKF_SO_PIN_COUNT_LOW;
	if (so == limit - 1) info->flags |= CKF_SO_PIN_FINAL_TRY;
	if (so >= limit) info->flags |= CKF_SO_PIN_LOCKED;
	if (exists("first", serial)) info->flags |= CKF_USER_PIN_TO_BE_CHANGED;
	return CKR_OK;
}

static CK_RV open_session(CK_SLOT_ID slot, CK_FLAGS flags, CK_VOID_PTR app, CK_NOTIFY notify, CK_SESSION_HANDLE_PTR h) {
	CK_RV rv = gone(slot, CKR_TOKEN_NOT_PRESENT);
	if (rv != CKR_OK)
		return rv;
	rv = real->C_OpenSession(slot, flags, app, notify, h);
	for (int i = 0; rv == CKR_OK && i < SESSIONS; i++)
		if (sessions[i].handle == 0 || sessions[i].handle == *h) {
			sessions[i].handle = *h;
			sessions[i].slot = slot;
			break;
		}
	return rv;
}

static CK_RV login(CK_SESSION_HANDLE h, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
	mischief("C_Login");
	CK_RV rv = gone_session(h);
	char serial[17];
	if (rv != CKR_OK || !serial_of(slot_of(h), serial))
		return rv == CKR_OK ? CKR_GENERAL_ERROR : rv;
	const char *count = user == CKU_SO ? "so-wrong" : "wrong";
	int limit = number("limit", NULL, 5), wrong = number(count, serial, 0);
	put("logins", serial, number("logins", serial, 0) + 1);
	if (wrong >= limit)
		return CKR_PIN_LOCKED;
	rv = real->C_Login(h, user, pin, length);
	if (rv == CKR_OK)
		drop(count, serial);
	if (rv == CKR_PIN_INCORRECT) {
		put(count, serial, wrong + 1);
		if (wrong + 1 >= limit)
			return CKR_PIN_LOCKED;
	}
	return rv;
}

static CK_RV init_pin(CK_SESSION_HANDLE h, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
	CK_RV rv = gone_session(h);
	if (rv == CKR_OK)
		rv = real->C_InitPIN(h, pin, length);
	char serial[17];
	if (rv == CKR_OK && serial_of(slot_of(h), serial))
		drop("wrong", serial);
	return rv;
}

static CK_RV set_pin(CK_SESSION_HANDLE h, CK_UTF8CHAR_PTR old, CK_ULONG oldn, CK_UTF8CHAR_PTR fresh, CK_ULONG freshn) {
	CK_RV rv = gone_session(h);
	if (rv == CKR_OK)
		rv = real->C_SetPIN(h, old, oldn, fresh, freshn);
	char serial[17];
	if (rv == CKR_OK && serial_of(slot_of(h), serial))
		drop("first", serial);
	return rv;
}

static CK_RV sign_init(CK_SESSION_HANDLE h, CK_MECHANISM_PTR m, CK_OBJECT_HANDLE key) {
	CK_RV rv = gone_session(h);
	return rv == CKR_OK ? real->C_SignInit(h, m, key) : rv;
}

static CK_RV sign(CK_SESSION_HANDLE h, CK_BYTE_PTR data, CK_ULONG size, CK_BYTE_PTR value, CK_ULONG_PTR length) {
	mischief("C_Sign");
	char serial[17];
	if (value && serial_of(slot_of(h), serial)) {
		int left = number("pull-after", serial, -1);
		if (left == 0) {
			drop("pull-after", serial);
			put("pulled", serial, 1);
		}
		if (left > 0)
			put("pull-after", serial, left - 1);
	}
	CK_RV rv = gone_session(h);
	if (rv == CKR_OK)
		rv = real->C_Sign(h, data, size, value, length);
	if (rv == CKR_OK && value && exists("spoil", NULL))
		value[*length / 2] ^= 1;
	return rv;
}

static CK_RV find_init(CK_SESSION_HANDLE h, CK_ATTRIBUTE_PTR t, CK_ULONG n) {
	CK_RV rv = gone_session(h);
	return rv == CKR_OK ? real->C_FindObjectsInit(h, t, n) : rv;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
	if (!real) {
		void *lib = dlopen(getenv("LOCKINGTOKEN_MODULE"), RTLD_NOW | RTLD_LOCAL);
		CK_RV (*get)(CK_FUNCTION_LIST_PTR_PTR) = lib ? (CK_RV (*)(CK_FUNCTION_LIST_PTR_PTR))dlsym(lib, "C_GetFunctionList") : NULL;
		if (!get || get(&real) != CKR_OK)
			return CKR_GENERAL_ERROR;
		ours = *real;
		ours.C_GetFunctionList = C_GetFunctionList;
		ours.C_Initialize = initialize;
		ours.C_GetSlotList = get_slot_list;
		ours.C_GetTokenInfo = get_token_info;
		ours.C_OpenSession = open_session;
		ours.C_Login = login;
		ours.C_InitPIN = init_pin;
		ours.C_SetPIN = set_pin;
		ours.C_SignInit = sign_init;
		ours.C_Sign = sign;
		ours.C_FindObjectsInit = find_init;
	}
	*list = &ours;
	return CKR_OK;
}
