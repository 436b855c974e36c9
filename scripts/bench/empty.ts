/** Nothing at all, which takes a while too. */
export {};
